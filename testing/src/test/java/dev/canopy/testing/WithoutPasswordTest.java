package dev.canopy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithoutPasswordTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host/db, jdbc:postgresql://host/db",
        "jdbc:postgresql://host/db?user=u&password=p, jdbc:postgresql://host/db?user=u",
        "jdbc:postgresql://host/db?password=p, jdbc:postgresql://host/db",
        "jdbc:postgresql://host/db?password=p&user=u, jdbc:postgresql://host/db?user=u",
        "jdbc:postgresql://host/db?PassWord=p&ssl=true&sslpassword=q, jdbc:postgresql://host/db?ssl=true",
        "jdbc:postgresql://u:p@host/db, jdbc:postgresql://host/db",
    })
    void nothing_secret_is_left_in_a_url(String url, String shown) {
        assertThat(WithoutPassword.of(url)).isEqualTo(shown);
    }
}
