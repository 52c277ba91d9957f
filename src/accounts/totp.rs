//! Codes of an app on the phone: RFC 6238 with HMAC-SHA-1, six digits and steps of thirty seconds, because that is what
//! every app knows.

use data_encoding::BASE32_NOPAD;
use ring::hmac;

use crate::kernel::Timestamp;

/// Seconds for which an app shows one code (RFC 6238, 4.1, "X").
const STEP: i64 = 30;
/// Steps before and after the present one whose codes are taken: clocks differ, and typing takes time (RFC 6238, 5.2).
const DRIFT: i64 = 1;

/// What app and server share: 160 bits, as RFC 4226, 4 (R6), recommends. It prints nothing when debugged.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; 20]);

impl TotpSecret {
    /// Wraps fresh random bytes, or those that were kept.
    pub const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The bytes, for sealing.
    pub const fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// In groups of four letters, to be typed into an app that cannot scan: `JBSW Y3DP …`.
    pub fn grouped(&self) -> String {
        super::recovery::grouped(&BASE32_NOPAD.encode(&self.0), " ")
    }

    /// What the QR code says: the address that apps understand. `issuer` and `account` are what the app shows.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        // Apps take `+` for itself, so that a blank is `%20`.
        let quoted =
            |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
        let (issuer, account) = (quoted(issuer), quoted(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", BASE32_NOPAD.encode(&self.0))
    }

    /// The step of which somebody typed the code, if it is one of now. Blanks, as apps show them, do not matter.
    pub fn find_step(&self, typed: &str, now: Timestamp) -> Option<i64> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let code: u32 = digits.parse().ok().filter(|_| is_code)?;
        let here = now.unix().div_euclid(STEP);
        // The present one first, so that of two equal codes the likelier one is used up.
        [0, -DRIFT, DRIFT].into_iter().map(|drift| here + drift).find(|step| self.code(*step, 1_000_000) == code)
    }

    /// The code that an app shows in a step (RFC 4226, 5.3): the remainder of 31 bits that the last four bits choose.
    fn code(&self, step: i64, modulus: u32) -> u32 {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let offset = usize::from(tag.as_ref().last().map_or(0, |last| last & 0x0f));
        let number =
            tag.as_ref().iter().skip(offset).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        (number & 0x7fff_ffff) % modulus
    }
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: TotpSecret = TotpSecret::from_bytes(*b"12345678901234567890");

    fn at(unix: i64) -> Timestamp {
        Timestamp::from_unix(unix).expect("in the calendar")
    }

    /// RFC 6238, appendix B, the rows of SHA-1.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (unix, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(RFC.code(unix / 30, 100_000_000), code, "{unix}");
            let six = format!("{:06}", code % 1_000_000);
            assert_eq!(RFC.find_step(&six, at(unix)), Some(unix / 30), "{unix}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_no_more() {
        let code = format!("{:06}", RFC.code(1000, 1_000_000));
        for (unix, fits) in [(29_969, false), (29_970, true), (30_000, true), (30_059, true), (30_060, false)] {
            assert_eq!(RFC.find_step(&code, at(unix)), fits.then_some(1000), "{unix}");
        }
    }

    #[test]
    fn only_six_digits_are_a_code() {
        let now = at(59);
        assert_eq!(RFC.find_step(" 287 082 ", now), Some(1));
        for wrong in ["", "28708", "2870820", "+87082", "287o82", "٢٨٧٠٨٢", "94287082"] {
            assert_eq!(RFC.find_step(wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_reads_the_address_and_a_person_the_groups() {
        let uri = RFC.uri("Жастар орталығы", "asem+1@example.kz");
        assert!(uri.starts_with("otpauth://totp/%D0%96"), "{uri}");
        assert!(uri.contains("%20") && uri.contains(":asem%2B1%40example.kz?"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="), "{uri}");
        assert_eq!(RFC.grouped(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(!format!("{RFC:?}").contains("1234"));
    }
}
