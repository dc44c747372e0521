-- What the time after the instant of a restore has used up and nobody remembers: epochs, which a writer or a Redis of that
-- time may still hold, and numbers that customers were told. Run on each service's schema.
update :"schema".stream set epoch = epoch + 1000, by_epoch = epoch + 1000, by_batch = batch;
update :"schema".number_lease set next = next + 100000;
