package dev.canopy.validation;

import static dev.canopy.validation.Judged.accepts;
import static dev.canopy.validation.Validators.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.IBANValidator;
import org.apache.commons.validator.routines.ISBNValidator;
import org.apache.commons.validator.routines.ISINValidator;
import org.apache.commons.validator.routines.ISSNValidator;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.apache.commons.validator.routines.checkdigit.ABANumberCheckDigit;
import org.apache.commons.validator.routines.checkdigit.EAN13CheckDigit;
import org.apache.commons.validator.routines.checkdigit.LuhnCheckDigit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeValidatorsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void judges(Judged<String> judged) {
        judged.check();
    }

    static List<Judged<String>> cases() {
        return List.of(
                accepts(
                                isUUID(),
                                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                                "00000000-0000-0000-0000-000000000000",
                                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")
                        .refuses(
                                "",
                                "6ba7b810-9dad-11d1-80b4-00c04fd430c",
                                "6ba7b8109dad11d180b400c04fd430c8",
                                "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
                                "6ba7b810-9dad-11d1-80b4-00c04fd430cg",
                                "1-1-1-1-1"),
                // RFC 9562, appendix A
                accepts(isUUID(1), "C232AB00-9414-11EC-B3C8-9F6BDECED846")
                        .refuses("919108f7-52d1-4320-9bac-f847db4148a8"),
                accepts(isUUID(4), "919108f7-52d1-4320-9bac-f847db4148a8")
                        .refuses("919108f7-52d1-4320-cbac-f847db4148a8", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"),
                accepts(isUUID(7), "017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
                        .refuses("919108f7-52d1-4320-9bac-f847db4148a8"),
                accepts(isULID(), "01ARZ3NDEKTSV4RRFFQ69G5FAV", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
                        .refuses(
                                "",
                                "81ARZ3NDEKTSV4RRFFQ69G5FAV",
                                "01ARZ3NDEKTSV4RRFFQ69G5FAU",
                                "01ARZ3NDEKTSV4RRFFQ69G5FA"),
                accepts(isMongoId(), "507f1f77bcf86cd799439011")
                        .refuses("", "507f1f77bcf86cd79943901", "507f1f77bcf86cd79943901g"),
                accepts(isMD5(), "d41d8cd98f00b204e9800998ecf8427e")
                        .refuses("", "d41d8cd98f00b204e9800998ecf8427", "d41d8cd98f00b204e9800998ecf8427g"),
                accepts(isHash(Digest.SHA256), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                        .refuses("", "d41d8cd98f00b204e9800998ecf8427e"),
                accepts(isHash(Digest.CRC32), "cbf43926").refuses("cbf4392", "cbf43926a"),
                accepts(isHash(Digest.SHA1), "a".repeat(40)).refuses("a".repeat(39)),
                accepts(isHash(Digest.SHA384), "a".repeat(96)).refuses("a".repeat(95)),
                accepts(isHash(Digest.SHA512), "a".repeat(128)).refuses("a".repeat(127)),
                accepts(isLuhnNumber(), "79927398713", "0").refuses("", "79927398710", "7992739871a", "-79927398713"),
                // The test numbers that the card companies publish.
                accepts(
                                isCreditCard(),
                                "4111111111111111",
                                "4222222222222",
                                "5555555555554444",
                                "5105105105105100",
                                "2223003122003222",
                                "378282246310005",
                                "371449635398431",
                                "6011111111111117",
                                "30569309025904",
                                "3530111333300000",
                                "6200000000000005",
                                "6304000000000000",
                                "4111 1111 1111 1111",
                                "4111-1111-1111-1111")
                        .refuses(
                                "",
                                "4111111111111112",
                                "411111111111111",
                                "1111111111111117",
                                "4111--1111-1111-1111",
                                " 4111111111111111",
                                "0000000000000000",
                                "9111111111111111"),
                // The examples of SWIFT's registry.
                accepts(
                                isIBAN(),
                                "GB29NWBK60161331926819",
                                "GB29 NWBK 6016 1331 9268 19",
                                "DE89370400440532013000",
                                "CH9300762011623852957",
                                "NO9386011117947",
                                "MT84MALT011000012345MTLCAST001S",
                                "FR1420041010050500013M02606",
                                "BR1800360305000010009795493C1",
                                "SC18SSCB11010000000000001497USD",
                                "AD1200012030200359100100")
                        .refuses(
                                "",
                                "GB29NWBK60161331926818",
                                "gb29nwbk60161331926819",
                                "GB29NWBK6016133192681",
                                "XX29NWBK60161331926819",
                                "GB29  NWBK60161331926819",
                                "DE8937040044053201300A",
                                "US89370400440532013000"),
                accepts(isBIC(), "DEUTDEFF", "DEUTDEFF500", "NEDSZAJJXXX", "NBKOXKPR")
                        .refuses("", "DEUTDEF", "DEUTDEFF50", "deutdeff", "DEUTZZFF"),
                accepts(isAbaRouting(), "021000021", "011401533").refuses("", "021000022", "21000021", "0210000210"),
                accepts(
                                isISBN(),
                                "978-3-16-148410-0",
                                "9783161484100",
                                "0-306-40615-2",
                                "080442957X",
                                "0-8044-2957-X",
                                "979-10-90636-07-1")
                        .refuses(
                                "",
                                "978-3-16-148410-1",
                                "0-306-40615-3",
                                "X80442957X",
                                "9773161484103",
                                "978--3161484100",
                                "03064061"),
                accepts(isISSN(), "0378-5955", "2434-561X", "2434561X", "0317-8471")
                        .refuses("", "0378-5954", "03-785955", "2434-561Y", "X434-5611"),
                accepts(isEAN(), "4006381333931", "73513537", "15400141288763")
                        .refuses("", "4006381333932", "73513536", "123", "400638133393a"),
                accepts(isISIN(), "US0378331005", "AU0000XVGZA3", "GB0002634946", "CH0012221716")
                        .refuses("", "US0378331004", "us0378331005", "US037833100", "US03783310055"),
                accepts(isIMEI(), "490154203237518", "356938035643809")
                        .refuses("", "490154203237517", "49015420323751", "4901542032375180"),
                accepts(isISRC(), "USAT29900609", "GBAYE6800011")
                        .refuses("", "usat29900609", "US-AT2-99-00609", "USAT2990060"),
                accepts(isISO6346(), "CSQU3054383", "HLXU2008419")
                        .refuses("", "CSQU3054384", "CSQA3054383", "CSQU305438"),
                accepts(isISO4217(), "CHF", "EUR", "USD").refuses("", "chf", "ABC", "EURO"),
                accepts(isISO31661Alpha2(), "CH", "US", "TL").refuses("", "ch", "XX", "CHE"),
                accepts(isISO31661Alpha3(), "CHE", "USA").refuses("", "CH", "XXX", "che"),
                accepts(isISO6391(), "de", "en", "ja").refuses("", "DE", "xx", "deu"),
                accepts(isLocale(), "de", "de-CH", "de_CH", "zh-Hant-TW", "sl-rozaj-biske", "en-US-x-twain")
                        .refuses("", "-", "d", "german-in-switzerland", "de-", "de CH"),
                accepts(isLatLong(), "47.38,8.54", "47.38, 8.54", "(-90, 180)", "+90,-180")
                        .refuses("", "91,0", "0,181", "47.38", "47.38;8.54", "(1,2", "1,2,3", "a,b"));
    }

    /** What has many makers of mistakes to learn from judges every number of one digit more or less, and of one digit changed. */
    @Test
    void agrees_with_Apache_Commons_Validator_on_numbers_with_slips_of_the_pen() {
        agree("DE89370400440532013000", isIBAN(), IBANValidator.getInstance()::isValid);
        agree("FR1420041010050500013M02606", isIBAN(), IBANValidator.getInstance()::isValid);
        agree("9783161484100", isISBN(), text -> ISBNValidator.getInstance().isValid(text));
        agree("080442957X", isISBN(), text -> ISBNValidator.getInstance().isValid(text));
        agree("2434-561X", isISSN(), text -> ISSNValidator.getInstance().isValid(text));
        agree("US0378331005", isISIN(), text -> ISINValidator.getInstance(false).isValid(text));
        agree("4006381333931", isEAN(), text -> text.length() == 13 && EAN13CheckDigit.EAN13_CHECK_DIGIT.isValid(text));
        agree("021000021", isAbaRouting(), text -> ABANumberCheckDigit.ABAN_CHECK_DIGIT.isValid(text));
        agree(
                "490154203237518",
                isIMEI(),
                text -> text.length() == 15 && LuhnCheckDigit.LUHN_CHECK_DIGIT.isValid(text));
        CreditCardValidator cards = new CreditCardValidator(
                CreditCardValidator.VISA + CreditCardValidator.AMEX + CreditCardValidator.MASTERCARD);
        agree("4111111111111111", isCreditCard(), cards::isValid);
        agree("378282246310005", isCreditCard(), cards::isValid);
        agree("2001:db8::8:800:200c:417a", isIPv6(), InetAddressValidator.getInstance()::isValidInet6Address);
        agree("192.168.10.254", isIPv4(), InetAddressValidator.getInstance()::isValidInet4Address);
    }

    @Test
    void a_version_that_no_UUID_has_is_refused() {
        assertThatThrownBy(() -> isUUID(9)).hasMessage("There is no UUID of version 9; give one from 1 to 8.");
    }

    /** On the number itself, and on a thousand others with one or two characters changed, most of them digits. */
    private static void agree(String number, Validator<CharSequence> ours, Predicate<String> theirs) {
        Random random = new Random(number.hashCode());
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            StringBuilder slipped = new StringBuilder(number);
            for (int slips = i == 0 ? 0 : 1 + random.nextInt(2); slips > 0; slips--) {
                int place = random.nextInt(slipped.length() - 4) + 4;
                slipped.setCharAt(place, "0123456789X".charAt(random.nextInt(11)));
            }
            String text = slipped.toString();
            assertThat(ours.accepts(text)).as("%s on %s", ours.rule(), text).isEqualTo(theirs.test(text));
            accepted += ours.accepts(text) ? 1 : 0;
        }
        assertThat(accepted).as("%s: both answers are met", ours.rule()).isBetween(1, 1_999);
    }
}
