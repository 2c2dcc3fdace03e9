package dev.canopy.load;

import dev.canopy.sql.Sender;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.conf.ParamType;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jspecify.annotations.Nullable;

/**
 * A statement ready to be sent.
 *
 * @param sql its text
 * @param values what stands at its question marks, in their order
 * @param statement what jOOQ binds itself, where it alone knows the order; null where nothing is left to it
 * @param serves whether the same text serves other values
 */
record Ready(
        String sql,
        List<? extends Param<?>> values,
        @Nullable QueryPart statement,
        boolean serves) {
    /** The same in a transaction of its own. */
    Ready alone() {
        return new Ready(Batch.alone(sql), values, statement, serves);
    }

    /** A text that is known, with other values than before. */
    static Ready again(String sql, List<? extends Param<?>> values) {
        return new Ready(sql, values, null, true);
    }

    /** Renders the statement; with its values in the text if the settings of a jOOQ of the user's say so. */
    static Ready rendered(QueryPart statement, DSLContext dsl) {
        if (!hasPlaces(dsl.settings())) {
            return new Ready(dsl.renderInlined(statement), List.of(), null, false);
        }
        List<Param<?>> values = parameters(statement, dsl);
        return standOnce(values, statement, dsl)
                ? again(dsl.render(statement), values)
                : new Ready(dsl.render(statement), values, statement, false);
    }

    /** A parameter with a name may stand in several places; to look for them costs as much as to render. */
    private static boolean standOnce(List<Param<?>> values, QueryPart statement, DSLContext dsl) {
        return values.stream().allMatch(value -> value.getParamName() == null)
                || values.size() == dsl.extractBindValues(statement).size();
    }

    /** The parameters of a part that are not in its text, in their order; of two that share a name, one. */
    static List<Param<?>> parameters(QueryPart part, DSLContext dsl) {
        return dsl.extractParams(part).values().stream()
                .<Param<?>>map(Objects::requireNonNull)
                .filter(parameter -> !parameter.isInline())
                .toList();
    }

    /** The values, to be bound as jOOQ would. */
    Sender.Values values(DSLContext dsl) {
        return new Sender.Values() {
            @Override
            public void set(PreparedStatement statement) throws SQLException {
                bind(statement, dsl);
            }

            @Override
            public List<? extends @Nullable Object> all() {
                return statement != null
                        ? dsl.extractBindValues(statement)
                        : values.stream().<@Nullable Object>map(Param::getValue).toList();
            }
        };
    }

    private void bind(PreparedStatement prepared, DSLContext dsl) throws SQLException {
        values.forEach(parameter -> Binds.requireWhole(parameter, parameter.getValue()));
        if (statement != null) {
            Binds.byJooq(prepared, dsl, binds -> binds.visit(statement));
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            Param<?> parameter = values.get(i);
            if (!Binds.isPlain(parameter) || !Binds.set(prepared, i + 1, parameter.getType(), parameter.getValue())) {
                Binds.byJooq(prepared, dsl, binds -> values.forEach(each -> binds.bindValue(each.getValue(), each)));
                return;
            }
        }
    }

    private static boolean hasPlaces(Settings settings) {
        return settings.getStatementType() != StatementType.STATIC_STATEMENT
                && (settings.getParamType() == null || settings.getParamType() == ParamType.INDEXED);
    }
}
