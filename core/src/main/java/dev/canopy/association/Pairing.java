package dev.canopy.association;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Record;
import org.jooq.TableField;

/**
 * Which rows belong together in an association that is made by hand: by equal columns, and by columns of one fixed value.
 * {@code Pairing.on(USERS.ID, POSTS.AUTHOR_ID).where(POSTS.PUBLISHED, false)}. Immutable.
 *
 * @param <N> the rows of the source
 * @param <F> the rows of the target
 */
public final class Pairing<N extends Record, F extends Record> {
    private final Link link;

    private Pairing(Link link) {
        this.link = link;
    }

    /** The source's column equals the target's. */
    public static <N extends Record, F extends Record, V> Pairing<N, F> on(
            TableField<N, V> near, TableField<F, V> far) {
        return new Pairing<>(new Link(List.of(near), List.of(far)));
    }

    /** The source's column equals the target's as well: keys of several columns. */
    public <V> Pairing<N, F> and(TableField<N, V> near, TableField<F, V> far) {
        return new Pairing<>(
                new Link(with(link.near(), near), with(link.far(), far), link.nearConstants(), link.farConstants()));
    }

    /** Only target rows with this value belong; a row that is created through the association gets it. */
    public <V> Pairing<N, F> where(TableField<F, V> far, V value) {
        return new Pairing<>(new Link(
                link.near(), link.far(), link.nearConstants(), with(link.farConstants(), new Constant<>(far, value))));
    }

    /**
     * Only source rows with this value have a target: {@code subject_type = 'post'} of a polymorphic association. A source that
     * is tied to a row through the association gets it.
     */
    public <V> Pairing<N, F> when(TableField<N, V> near, V value) {
        return new Pairing<>(new Link(
                link.near(), link.far(), with(link.nearConstants(), new Constant<>(near, value)), link.farConstants()));
    }

    Link link() {
        return link;
    }

    private static <E> List<E> with(List<? extends E> list, E last) {
        List<E> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
