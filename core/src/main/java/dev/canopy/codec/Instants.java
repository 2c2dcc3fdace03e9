package dev.canopy.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgResultSetMetaData;

/**
 * Reads instants in UTC. Where the driver has them as PostgreSQL's own eight bytes, they are read from these, for the driver makes
 * a calendar for each result that it reads an instant of.
 */
final class Instants implements ColumnCodec.RowValue {
    private static final int BINARY = 1;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long MICROS = 1_000_000;

    /** The first second of 2000, from which PostgreSQL counts. */
    private static final long EPOCH = 946_684_800;

    @Override
    public @Nullable Object read(ResultSet rows, int index) throws SQLException {
        return rows.getObject(index, OffsetDateTime.class);
    }

    @Override
    public ColumnCodec.RowValue of(ResultSet rows, int index) throws SQLException {
        return isBinary(rows.getMetaData(), index) ? new Bytes() : this;
    }

    /** By the class, for the interface's package has annotations of classes that are not there, of which javac warns. */
    private static boolean isBinary(ResultSetMetaData columns, int index) throws SQLException {
        if (!(columns instanceof PgResultSetMetaData forms) || forms.getFormat(index) != BINARY) {
            return false;
        }
        int type = columns.getColumnType(index);
        return type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE;
    }

    /** The bytes of one column; rows that were written together mostly have the same instant. */
    private static final class Bytes implements ColumnCodec.RowValue {
        private long micros;
        private @Nullable OffsetDateTime instant;

        @Override
        public @Nullable Object read(ResultSet rows, int index) throws SQLException {
            byte[] bytes = rows.getBytes(index);
            if (bytes == null) {
                return null;
            }
            long now = (long) EIGHT_BYTES.get(bytes, 0);
            if (instant == null || now != micros) {
                micros = now;
                instant = instant(now);
            }
            return instant;
        }
    }

    /** The instant so many microseconds after the beginning of 2000; the ends of the range are infinity, as the driver reads it. */
    static OffsetDateTime instant(long micros) {
        if (micros == Long.MAX_VALUE) {
            return OffsetDateTime.MAX;
        }
        if (micros == Long.MIN_VALUE) {
            return OffsetDateTime.MIN;
        }
        long second = EPOCH + Math.floorDiv(micros, MICROS);
        int nanos = (int) Math.floorMod(micros, MICROS) * 1000;
        return LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC).atOffset(ZoneOffset.UTC);
    }
}
