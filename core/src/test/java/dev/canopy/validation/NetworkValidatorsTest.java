package dev.canopy.validation;

import static dev.canopy.validation.Judged.accepts;
import static dev.canopy.validation.Validators.*;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkValidatorsTest {
    private static final String LABEL_63 = "a".repeat(63);

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void judges(Judged<String> judged) {
        judged.check();
    }

    static List<Judged<String>> cases() {
        return List.of(
                accepts(
                                isEmail(),
                                "ann@example.com",
                                "a.b+c_d@sub.example.co.uk",
                                "\"john doe\"@example.com",
                                "\"a\\\"b\"@example.com",
                                "o'hara@example.org",
                                "用户@例子.公司",
                                "ann@bücher.example",
                                "ann@xn--bcher-kva.example",
                                "a@example.photography",
                                "a".repeat(64) + "@example.com")
                        .refuses(
                                "",
                                "ann",
                                "@example.com",
                                "ann@",
                                "ann@example",
                                "ann@@example.com",
                                "ann@example..com",
                                ".ann@example.com",
                                "ann.@example.com",
                                "a..b@example.com",
                                "ann @example.com",
                                "ann@-example.com",
                                "ann@example-.com",
                                "ann@exam_ple.com",
                                "ann@example.com.",
                                "ann@[127.0.0.1]",
                                "ann@127.0.0.1",
                                "ann@example.c",
                                "Ann <ann@example.com>",
                                "ann@example.com\n",
                                "a".repeat(65) + "@example.com",
                                "ann@" + (LABEL_63 + ".").repeat(4) + "com"),
                accepts(
                                isUrl(),
                                "http://example.com",
                                "https://example.com/a/b?c=d&e=f#g",
                                "HTTPS://EXAMPLE.COM",
                                "ftp://ftp.example.com/x",
                                "http://user:pass@example.com:8080/",
                                "http://127.0.0.1/",
                                "http://[2001:db8::1]:80/x",
                                "https://bücher.example/",
                                "https://example.com./")
                        .refuses(
                                "",
                                "example.com",
                                "//example.com",
                                "http://",
                                "http:///x",
                                "http://localhost",
                                "http://example",
                                "http://exa mple.com",
                                "http://example.com:65536",
                                "http://example.com:port",
                                "http://256.1.1.1",
                                "http://[::1",
                                "mailto:ann@example.com",
                                "javascript:alert(1)",
                                "javascript://example.com/%0aalert(1)",
                                "http://a_b.com",
                                "http://example.com/a b"),
                accepts(isUrl("postgresql"), "postgresql://db.example.com/app").refuses("http://example.com"),
                accepts(isFQDN(), "example.com", "a.b.c.example", LABEL_63 + ".com", "münchen.de", "xn--mnchen-3ya.de")
                        .refuses(
                                "",
                                "example",
                                "example.com.",
                                "-a.com",
                                "a-.com",
                                "a_b.com",
                                LABEL_63 + "a.com",
                                "a..com",
                                "1.2.3.4",
                                "a.1"),
                accepts(isIPv4(), "0.0.0.0", "127.0.0.1", "255.255.255.255")
                        .refuses(
                                "",
                                "256.0.0.1",
                                "1.2.3",
                                "1.2.3.4.5",
                                "01.2.3.4",
                                "1.2.3.4 ",
                                "::1",
                                "1..2.3",
                                "١.0.0.1"),
                // RFC 4291, section 2.2
                accepts(
                                isIPv6(),
                                "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789",
                                "2001:DB8:0:0:8:800:200C:417A",
                                "2001:DB8::8:800:200C:417A",
                                "FF01::101",
                                "::1",
                                "::",
                                "0:0:0:0:0:0:13.1.68.3",
                                "::FFFF:129.144.52.38",
                                "1::",
                                "1:2:3:4:5:6:7::")
                        .refuses(
                                "",
                                "1",
                                ":",
                                ":::",
                                "1:2:3:4:5:6:7",
                                "1:2:3:4:5:6:7:8:9",
                                "1::2::3",
                                "12345::",
                                "g::",
                                "fe80::1%eth0",
                                "1:2:3:4:5:6:7:8::",
                                "::1.2.3",
                                "1.2.3.4::",
                                "::256.1.1.1",
                                "127.0.0.1",
                                ":1:2:3:4:5:6:7",
                                "[::1]"),
                accepts(isIP(), "1.2.3.4", "::1").refuses("", "a", "1.2.3.4/8"),
                accepts(isIPRange(), "10.0.0.0/8", "0.0.0.0/0", "1.2.3.4/32", "2001:db8::/32", "::/128")
                        .refuses("10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08", "::/129", "/8", "a/8"),
                accepts(
                                isMACAddress(),
                                "01:23:45:67:89:ab",
                                "01-23-45-67-89-AB",
                                "0123.4567.89ab",
                                "01:23:45:67:89:ab:cd:ef",
                                "0123.4567.89ab.cdef")
                        .refuses(
                                "",
                                "01:23:45:67:89",
                                "01:23-45:67:89:ab",
                                "01:23:45:67:89:ag",
                                "0123456789ab",
                                "01:23:45:67:89:ab:cd"),
                accepts(
                                isMimeType(),
                                "text/html",
                                "application/vnd.api+json",
                                "text/plain; charset=utf-8",
                                "multipart/form-data; boundary=\"a b\"",
                                "IMAGE/PNG",
                                "font/woff2")
                        .refuses(
                                "",
                                "text",
                                "text/",
                                "/html",
                                "x/y",
                                "text/html;",
                                "text/html; charset",
                                "text /html",
                                "text/plain; a=\"b"),
                // RFC 2397, section 4
                accepts(
                                isDataURI(),
                                "data:,A%20brief%20note",
                                "data:text/plain;charset=iso-8859-7,%be%fg%be".replace("%fg", "%ff"),
                                "data:image/gif;base64,R0lGODdhMAAwAPAAAAAAAP///w==",
                                "data:text/html;charset=US-ASCII,%3Ch1%3E",
                                "data:,")
                        .refuses(
                                "",
                                "data:",
                                "data:text/plain",
                                "data:image/gif;base64,R0lGO",
                                "data:,a b",
                                "http://example.com",
                                "data:text,a"),
                // RFC 6068, section 6
                accepts(
                                isMailtoURI(),
                                "mailto:chris@example.com",
                                "mailto:joe@example.com?cc=bob@example.com&body=hello",
                                "mailto:addr1@example.com,addr2@example.com",
                                "mailto:?to=joe@example.com",
                                "MAILTO:a@example.com?subject=a%20b")
                        .refuses(
                                "",
                                "mailto:",
                                "mailto:?",
                                "mailto:joe",
                                "mailto:joe@example.com?subject=a b",
                                "joe@example.com",
                                "mailto:a@example.com,"),
                accepts(
                                isMagnetURI(),
                                "magnet:?xt=urn:btih:06E2A9683BF4DA92C73A661AC56F0ECC9C63C5B4",
                                "magnet:?dn=a&xt=urn:btih:06E2A9683BF4DA92C73A661AC56F0ECC9C63C5B4&tr=udp://x",
                                "magnet:?xt.1=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C")
                        .refuses(
                                "",
                                "magnet:?",
                                "magnet:?dn=a",
                                "magnet:?xt=urn:btih:123",
                                "http://example.com?xt=urn:btih:06E2A9683BF4DA92C73A661AC56F0ECC9C63C5B4"));
    }
}
