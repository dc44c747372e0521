/* See label_cell.h. */
#include "services/cli/label_cell.h"

#include "common/lines.h"

const struct text label_separators[LABEL_SEPARATORS] =
    {TEXT("<div>"), TEXT("|"), TEXT(","), TEXT("+")};

bool label_cell_is_silent(struct text cell)
{
    return cell.length == 0 || text_is(cell, "-");
}

static const char *find(struct text cell, struct text separator)
{
    return cell.length && separator.length
               ? memmem(cell.at, cell.length, separator.at, separator.length)
               : NULL;
}

bool label_cell_next(struct text *io_cell, struct text separator, struct text *ret_label)
{
    const struct text cell = *io_cell;
    const char *end = find(cell, separator);

    if (!cell.at)
        return false;
    *ret_label = lines_bare_cell(end ? (struct text){cell.at, (size_t)(end - cell.at)} : cell);
    *io_cell = (struct text){0};
    if (end)
        *io_cell = (struct text){
            end + separator.length,
            cell.length - (size_t)(end - cell.at) - separator.length,
        };
    return true;
}

bool label_cell_has(struct text cell, struct text separator)
{
    return find(cell, separator) != NULL;
}
