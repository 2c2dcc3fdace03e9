package dev.canopy.plan;

import dev.canopy.association.Link;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.QOM;

/**
 * The columns of which a condition says that they have one value.
 *
 * @param columns under the aliases that they have in the statement
 */
record Fixed(List<Field<?>> columns) {
    static Fixed by(Condition condition) {
        List<Field<?>> columns = new ArrayList<>();
        add(condition, columns);
        return new Fixed(columns);
    }

    private static void add(Condition condition, List<Field<?>> columns) {
        switch (condition) {
            case QOM.And and -> {
                add(and.$arg1(), columns);
                add(and.$arg2(), columns);
            }
            case QOM.Eq<?> eq -> {
                // A value of another type may equal several values of the column, as a double may several bigints.
                if (eq.$arg1() instanceof TableField<?, ?> column
                        && eq.$arg2() instanceof Param<?> value
                        && value.getType() == column.getType()) {
                    columns.add(column);
                }
            }
            default -> {}
        }
    }

    /** Whether they are all columns of the table's primary key, so that there is one such row at most. */
    @SuppressWarnings("ReferenceEquality") // the very columns of this alias
    boolean hasKeyOf(Table<?> table) {
        UniqueKey<?> key = table.getPrimaryKey();
        if (key == null || !key.enforced()) {
            return false;
        }
        for (TableField<?, ?> column : key.getFieldsArray()) {
            Field<?> own = Link.column(table, column);
            if (columns.stream().noneMatch(fixed -> fixed == own)) {
                return false;
            }
        }
        return true;
    }
}
