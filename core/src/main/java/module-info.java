/** Models, associations and nested includes on top of jOOQ and PostgreSQL. */
module dev.canopy {
    requires transitive com.zaxxer.hikari;
    requires transitive java.sql;
    requires transitive org.jooq;
    requires transitive org.jspecify;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires static jakarta.validation;
    requires static spring.tx;
    requires static tools.jackson.databind;
    requires tools.jackson.core;

    exports dev.canopy;
    exports dev.canopy.association;
    exports dev.canopy.error;
    exports dev.canopy.jackson;
    exports dev.canopy.jakarta;
    exports dev.canopy.model;
    exports dev.canopy.selection;
    exports dev.canopy.spring;
    exports dev.canopy.sql;
    exports dev.canopy.validation;
}
