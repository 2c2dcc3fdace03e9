-- Ids by the fifty, for those who insert in batches only when they know ids beforehand. They start where no identity column gets to.
create sequence accounts_pooled_seq start 1000000001 increment 50;
create sequence orders_pooled_seq start 1000000001 increment 50;
create sequence items_pooled_seq start 1000000001 increment 50;
create sequence movies_pooled_seq start 1000000001 increment 50;
create sequence directors_pooled_seq start 1000000001 increment 50;
create sequence actors_pooled_seq start 1000000001 increment 50;
