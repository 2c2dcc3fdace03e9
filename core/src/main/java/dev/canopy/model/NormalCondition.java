package dev.canopy.model;

import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;

/**
 * Brings the values in a condition into the form in which their columns have them: those that are compared with the column itself,
 * by {@code =}, {@code <}, {@code BETWEEN}, {@code IN} and the like. What stands in patterns, functions and subqueries stays as it
 * was written.
 *
 * @param alias the table as it is called in the condition
 * @param normalizers those of its columns that are meant for conditions
 */
record NormalCondition<R extends Record>(Table<?> alias, List<Normalizer<R, ?>> normalizers) {
    Condition of(Condition condition) {
        return switch (condition) {
            case QOM.And and -> and.$arg1(of(and.$arg1())).$arg2(of(and.$arg2()));
            case QOM.Or or -> or.$arg1(of(or.$arg1())).$arg2(of(or.$arg2()));
            case QOM.Not not -> not.$arg1(of(not.$arg1()));
            case QOM.Eq<?> eq -> compared(eq);
            case QOM.Ne<?> ne -> compared(ne);
            case QOM.Lt<?> lt -> compared(lt);
            case QOM.Le<?> le -> compared(le);
            case QOM.Gt<?> gt -> compared(gt);
            case QOM.Ge<?> ge -> compared(ge);
            case QOM.IsDistinctFrom<?> distinct -> compared(distinct);
            case QOM.IsNotDistinctFrom<?> same -> compared(same);
            case QOM.Between<?> between -> between(between);
            case QOM.InList<?> in -> in(in);
            case QOM.NotInList<?> notIn -> notIn(notIn);
            default -> condition;
        };
    }

    private <V, C extends QOM.CompareCondition<V, C>> Condition compared(C comparison) {
        Field<V> one = comparison.$arg1();
        Field<V> other = comparison.$arg2();
        return comparison.$arg1(normal(one, other)).$arg2(normal(other, one));
    }

    private <V> Condition between(QOM.Between<V> between) {
        Field<V> column = between.$arg1();
        return between.$arg2(normal(between.$arg2(), column)).$arg3(normal(between.$arg3(), column));
    }

    private <V> Condition in(QOM.InList<V> in) {
        Field<V> column = in.$field();
        return column.in(in.$list().stream().map(value -> normal(value, column)).toList());
    }

    private <V> Condition notIn(QOM.NotInList<V> notIn) {
        Field<V> column = notIn.$field();
        return column.notIn(
                notIn.$list().stream().map(value -> normal(value, column)).toList());
    }

    private <V> Field<V> normal(Field<V> field, Field<V> comparedWith) {
        if (!(field instanceof Param<V> value)
                || !(comparedWith instanceof TableField<?, V> column)
                || !alias.equals(column.getTable())) {
            return field;
        }
        V given = value.getValue();
        V normal = given;
        for (Normalizer<R, ?> normalizer : normalizers) {
            normal = normalizer.normal(column, normal);
        }
        if (normal == null || normal.equals(given)) {
            return field;
        }
        return value.isInline() ? DSL.inline(normal, field.getDataType()) : DSL.val(normal, field.getDataType());
    }
}
