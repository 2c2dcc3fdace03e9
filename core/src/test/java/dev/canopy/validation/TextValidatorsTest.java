package dev.canopy.validation;

import static dev.canopy.validation.Judged.accepts;
import static dev.canopy.validation.Validators.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextValidatorsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void judges(Judged<String> judged) {
        judged.check();
    }

    static List<Judged<String>> cases() {
        return List.of(
                accepts(notEmpty(), "a", " a ", "\u200b").refuses("", " ", "\t\n", "\u00a0", "\u3000"),
                accepts(len(2, 3), "ab", "abc", "😀😀", "ééé").refuses("", "a", "abcd", "😀", "😀😀😀😀"),
                accepts(isByteLength(2, 4), "ab", "é", "😀", "€a").refuses("a", "", "ééé", "😀a"),
                accepts(matches("[a-z]+"), "abc").refuses("abc\n", "Abc", "", "a1"),
                accepts(contains("ell"), "hello", "ell").refuses("Ello", ""),
                accepts(contains(Pattern.compile("[0-9]$")), "a1").refuses("1a"),
                accepts(notContains("ell"), "help", "").refuses("hello"),
                accepts(notContains(Pattern.compile("[a-z]", Pattern.CASE_INSENSITIVE)), "123", "")
                        .refuses("12a", "B"),
                accepts(isAlpha(), "abc", "Émile", "E\u0301mile", "नमस्ते", "日本")
                        .refuses("", "a1", "a b", "a-b", "1"),
                accepts(isAlphanumeric(), "abc1", "١٢٣", "Ünï7").refuses("", "a b", "a_b", "½"),
                accepts(isAscii(), "", "abc\u007f", "~").refuses("é", "\u0080", "😀"),
                accepts(isLowercase(), "abc", "", "a1-", "straße").refuses("Abc", "É"),
                accepts(isUppercase(), "ABC", "", "A1-").refuses("aBC", "é", "straße"),
                accepts(isWhitelisted("abc😀"), "cab", "😀a", "").refuses("abd", "😁"),
                accepts(isNumeric(), "1", "-1.5", "+0", ".5", "007").refuses("", ".", "1.", "1e3", "--1", "1,5", "١"),
                accepts(isDecimal(), "1", "-1.5", "1e10", "1.", ".5E-3", "+2")
                        .refuses("", ".", "e5", "1e", "0x1", "NaN"),
                accepts(isInt(), "0", "-12", "+3", "99999999999999999999", "007")
                        .refuses("", "1.0", "1e3", " 1", "-"),
                accepts(isBoolean(), "true", "false", "1", "0").refuses("", "TRUE", "yes", "2"),
                accepts(isHexadecimal(), "ff", "0xFF", "0").refuses("", "0x", "fg", "#ff"),
                accepts(isOctal(), "17", "0o17", "0").refuses("", "8", "0o"),
                accepts(isHexColor(), "#fff", "#ffff", "ffffff", "#FFFFFF80").refuses("#ff", "#ggg", "fffff", ""),
                // RFC 4648, section 10
                accepts(isBase32(), "MY======", "MZXQ====", "MZXW6===", "MZXW6YQ=", "MZXW6YTB", "MZXW6YTBOI======")
                        .refuses("", "MY=====", "my======", "MY", "M1======", "MZXW6YTB="),
                accepts(isBase58(), "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy").refuses("", "0", "O", "I", "l", "a+"),
                accepts(isBase64(), "Zg==", "Zm8=", "Zm9v", "Zm9vYmFy", "+/+/")
                        .refuses("", "Zg", "Zg=", "Zm9v=", "-_-_", "Z m9"),
                accepts(isSlug(), "a", "a-page-2", "2026").refuses("", "-a", "a-", "a--b", "A", "a_b", "é"),
                // semver.org's own list
                accepts(
                                isSemVer(),
                                "0.0.4",
                                "1.2.3",
                                "10.20.30",
                                "1.1.2-prerelease+meta",
                                "1.1.2+meta-valid",
                                "1.0.0-alpha0.valid",
                                "1.0.0-alpha.0valid",
                                "1.0.0-rc.1+build.1",
                                "1.0.0-0A.is.legal",
                                "2.0.0+build.1848",
                                "1.2.3----RC-SNAPSHOT.12.9.1--.12+788",
                                "99999999999999999999999.999999999999999999.99999999999999999")
                        .refuses(
                                "1",
                                "1.2",
                                "1.2.3-0123",
                                "1.2.3-0123.0123",
                                "1.1.2+.123",
                                "+invalid",
                                "alpha",
                                "01.1.1",
                                "1.2.3.DEV",
                                "1.0.0-",
                                "v1.2.3",
                                ""),
                accepts(isJSON(), "{}", "[1, 2]", "\"a\"", "null", " 1 ", "{\"a\": {\"b\": [true]}}")
                        .refuses("", "{", "[1,]", "{a: 1}", "'a'", "1 2", "nul", "{} x", "NaN"),
                // RFC 7519, section 3.1
                accepts(
                                isJWT(),
                                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                        .refuses(
                                "",
                                "a.b.c",
                                "eyJ0eXAiOiJKV1QifQ.e30",
                                "eyJ0eXAiOiJKV1QifQ.e30.",
                                "eyJ0eXAiOiJKV1QifQ==.e30.YQ"),
                accepts(isStrongPassword(), "aB3$efgh", "Ünïcode7!")
                        .refuses("aB3$efg", "ab3$efgh", "AB3$EFGH", "aBc$efgh", "aB3defgh"),
                accepts(isStrongPassword(12), "aB3$efghijkl").refuses("aB3$efgh"));
    }

    @Test
    void a_long_text_is_judged_in_time_proportional_to_its_length() {
        String digits = "1".repeat(2_000_000);
        String slug = "a-".repeat(500_000);

        assertThat(isNumeric().accepts(digits + "x")).isFalse();
        assertThat(isDecimal().accepts(digits + "x")).isFalse();
        assertThat(isSlug().accepts(slug)).isFalse();
        assertThat(isSemVer().accepts("1.2.3-" + "a-".repeat(2_000))).isTrue();
        assertThat(isEmail().accepts("a.".repeat(1_000_000) + "@")).isFalse();
        assertThat(isUrl().accepts("http://" + "a.".repeat(100_000))).isFalse();
    }

    @Test
    void a_secret_is_not_shown() {
        assertThat(List.of(isStrongPassword(), isJWT(), isCreditCard())).allMatch(Validator::isDiscreet);
        assertThat(isEmail().isDiscreet()).isFalse();
        assertThat(each(isJWT()).isDiscreet()).isTrue();
        assertThat(len(1, 2).withoutValue().withMessage("too long").isDiscreet())
                .isTrue();
    }
}
