package dev.canopy.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerRegexTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[0-9]{5}$",
                "^[0-9]{5}(-[0-9]{4})?$",
                "^[A-Z]{2,3}$",
                "^(ab|cd)$",
                "@",
                "^\\+?[0-9 ()-]+$",
                "a.c",
                "^[^@]+@[^@]+$",
                "^(?:a|b)c{2}$",
                "^[]a]$",
                "^[^-a]$",
                "^[\\]]+$"
            })
    void is_read_where_Java_means_the_same(String regex) {
        assertThat(ServerRegex.of(regex)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\d+",
                "\\w",
                "(?i)abc",
                "***=abc",
                "[[:alpha:]]",
                "(a+)+",
                "(a|b)*",
                "(a*){3}",
                "a*b*c*d*",
                "a+?",
                "\\mword\\M",
                "(a)\\1",
                "[a-Z]",
                "é",
                "(?=a)",
                "[é]",
                "a{1,2}{3}",
                "(",
                "[a",
                "a\\"
            })
    void is_left_to_the_server_otherwise(String regex) {
        assertThat(ServerRegex.of(regex)).isEmpty();
    }
}
