-- What a Java program knows as text: addresses, ranges, searches, shapes, bits and money. One curio hangs on another, so that
-- each type is read inside an include, too.

create domain office_address as inet check (masklen(value) <= 24);

create table curios (
    id        integer primary key,
    within_id integer references curios,
    home      inet,
    network   cidr,
    card      macaddr,
    open      tstzrange,
    seats     int4multirange,
    words     tsvector,
    spot      point,
    outline   polygon,
    price     money,
    flags     bit(8),
    more      bit varying,
    office    office_address
);

create index curios_within_id_idx on curios (within_id);
