package dev.canopy.plan;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Text whose type the server finds from what it is compared with, as it does for a literal in quotes; so a value that the server
 * wrote as text becomes that value again, of whatever type.
 */
final class Untyped implements Binding<String, Object> {
    private static final long serialVersionUID = 1L;

    private static final DataType<Object> TYPE = SQLDataType.CLOB.asConvertedDataType(new Untyped());

    private Untyped() {}

    /** A parameter. */
    static Field<Object> text(@Nullable String text) {
        return DSL.val(text, TYPE);
    }

    @Override
    public Converter<String, Object> converter() {
        return Converter.ofNullable(String.class, Object.class, text -> text, String::valueOf);
    }

    @Override
    public void sql(BindingSQLContext<Object> context) {
        if (context.render().paramType() == org.jooq.conf.ParamType.INLINED) {
            context.render().visit(DSL.inline(String.valueOf(context.value())));
        } else {
            context.render().sql(context.variable());
        }
    }

    @Override
    public void set(BindingSetStatementContext<Object> context) throws SQLException {
        context.statement().setObject(context.index(), context.value(), Types.OTHER);
    }

    @Override
    public void register(BindingRegisterContext<Object> context) throws SQLException {
        throw notRead();
    }

    @Override
    public void set(BindingSetSQLOutputContext<Object> context) throws SQLException {
        throw notRead();
    }

    @Override
    public void get(BindingGetResultSetContext<Object> context) throws SQLException {
        throw notRead();
    }

    @Override
    public void get(BindingGetStatementContext<Object> context) throws SQLException {
        throw notRead();
    }

    @Override
    public void get(BindingGetSQLInputContext<Object> context) throws SQLException {
        throw notRead();
    }

    private static SQLException notRead() {
        return new SQLFeatureNotSupportedException("Untyped text is a parameter and never read.");
    }
}
