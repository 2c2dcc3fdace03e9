package dev.canopy.load;

import java.util.List;
import org.jooq.Param;
import org.jooq.QueryPart;

/**
 * A statement that is made once, and sent again with other values.
 *
 * @param statement as it is with the first values
 * @param blanks the parameters in it that take other values; the values come in the same order
 */
public record Form(QueryPart statement, List<? extends Param<?>> blanks) {
    public Form {
        blanks = List.copyOf(blanks);
    }
}
