package dev.canopy.plan;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.False;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.SortField;
import org.jooq.TableField;
import org.jooq.True;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;

/**
 * Whether rows can be asked for twice in one snapshot and be the same rows. Only what is known to depend on nothing but the row
 * is; plain SQL and functions may do anything ({@code random()}).
 */
final class Repeatable {
    private Repeatable() {}

    static boolean is(Condition condition) {
        return isKnown(condition);
    }

    static boolean is(List<OrderField<?>> orders) {
        List<Field<?>> fields = new ArrayList<>();
        for (OrderField<?> order : orders) {
            if (order instanceof SortField<?> sort) {
                fields.add(sort.$field());
            } else if (order instanceof Field<?> field) {
                fields.add(field);
            } else {
                return false;
            }
        }
        return fields.stream().allMatch(Repeatable::isKnown);
    }

    private static boolean isKnown(QueryPart part) {
        return switch (part) {
            case TableField<?, ?> column -> true;
            case Param<?> value -> true;
            case QOM.And and -> isKnown(and.$arg1()) && isKnown(and.$arg2());
            case QOM.Or or -> isKnown(or.$arg1()) && isKnown(or.$arg2());
            case QOM.Not not -> isKnown(not.$arg1());
            case QOM.Eq<?> eq -> isKnown(eq.$arg1()) && isKnown(eq.$arg2());
            case QOM.Ne<?> ne -> isKnown(ne.$arg1()) && isKnown(ne.$arg2());
            case QOM.Lt<?> lt -> isKnown(lt.$arg1()) && isKnown(lt.$arg2());
            case QOM.Le<?> le -> isKnown(le.$arg1()) && isKnown(le.$arg2());
            case QOM.Gt<?> gt -> isKnown(gt.$arg1()) && isKnown(gt.$arg2());
            case QOM.Ge<?> ge -> isKnown(ge.$arg1()) && isKnown(ge.$arg2());
            case QOM.IsNull isNull -> isKnown(isNull.$arg1());
            case QOM.IsNotNull isNotNull -> isKnown(isNotNull.$arg1());
            case QOM.IsDistinctFrom<?> distinct -> isKnown(distinct.$arg1()) && isKnown(distinct.$arg2());
            case QOM.Between<?> between ->
                isKnown(between.$arg1()) && isKnown(between.$arg2()) && isKnown(between.$arg3());
            case QOM.InList<?> in -> isKnown(in.$field()) && in.$list().stream().allMatch(Repeatable::isKnown);
            case QOM.Like like -> isKnown(like.$arg1()) && isKnown(like.$arg2());
            case QOM.Lower lower -> isKnown(lower.$arg1());
            case QOM.Upper upper -> isKnown(upper.$arg1());
            case QOM.Coerce<?> coerce -> isKnown(coerce.$field());
            case True always -> true;
            case False never -> true;
            default -> isNothing(part);
        };
    }

    /** Not by equals, which renders: a condition on an association renders nowhere but in its statement. */
    @SuppressWarnings("ReferenceEquality") // there is one of it
    private static boolean isNothing(QueryPart part) {
        return part == DSL.noCondition();
    }
}
