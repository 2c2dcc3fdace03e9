package dev.canopy.load;

import dev.canopy.sql.Sender;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jooq.BindContext;
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
 */
record Ready(String sql, List<? extends Param<?>> values) {
    /** Renders the statement; with its values in the text where their places cannot be known. */
    static Ready rendered(QueryPart statement, DSLContext dsl) {
        if (hasPlaces(dsl.settings())) {
            List<Param<?>> values = parameters(statement, dsl);
            if (values.size() == dsl.extractBindValues(statement).size()) {
                return new Ready(dsl.render(statement), values);
            }
        }
        return new Ready(dsl.renderInlined(statement), List.of());
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
                return values.stream().<@Nullable Object>map(Param::getValue).toList();
            }
        };
    }

    private void bind(PreparedStatement statement, DSLContext dsl) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            if (!bind(statement, i + 1, values.get(i))) {
                bindByJooq(statement, dsl);
                return;
            }
        }
    }

    /** What the driver has a method for, where nothing converts it; false for anything else. */
    private static boolean bind(PreparedStatement statement, int index, Param<?> parameter) throws SQLException {
        @Nullable Object value = parameter.getValue();
        if (value == null
                || parameter.getConverter().fromType() != value.getClass()
                || !parameter.getBinding().getClass().getPackageName().equals("org.jooq.impl")) {
            return false;
        }
        switch (value) {
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case String text -> statement.setString(index, text);
            case Boolean truth -> statement.setBoolean(index, truth);
            default -> {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings(
            "removal") // there in all of 3.21, and the only way to have jOOQ bind to a statement that it did not make
    private void bindByJooq(PreparedStatement statement, DSLContext dsl) {
        BindContext binds = dsl.bindContext(statement);
        values.forEach(parameter -> binds.bindValue(parameter.getValue(), parameter));
    }

    private static boolean hasPlaces(Settings settings) {
        return settings.getStatementType() != StatementType.STATIC_STATEMENT
                && (settings.getParamType() == null || settings.getParamType() == ParamType.INDEXED);
    }
}
