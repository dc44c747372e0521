-- Commands that wait for an operator: sent again, they are answered so.
select key16, content16, code from dead_letter where key16 = any(:keys::bytea[]) and state = 'open'
