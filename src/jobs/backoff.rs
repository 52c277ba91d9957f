//! How long to wait after a failed try.

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Waits between tries of a job: ten tries within about three days and a half.
pub const JOBS: Backoff = Backoff(&[10, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY, DAY, DAY]);

/// Waits between tries of a mail: 1, 5, 15, 60 and 240 minutes, then daily; nine tries within three days, 5 hours and
/// 21 minutes. RFC 5321, section 4.5.4.1, asks for at least 30 minutes between tries in the long run and for giving
/// up after 4 to 5 days; ours is a submission to a relay, which goes on trying by itself once it has taken a mail.
pub const MAILS: Backoff = Backoff(&[MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY, DAY, DAY]);

/// Seconds to wait after the first failed try, the second, and so on; after the last there is one more try.
#[derive(Debug, Clone, Copy)]
pub struct Backoff(&'static [i64]);

impl Backoff {
    /// Seconds to wait after this many failed tries; `None` when it is time to give up.
    pub fn after(self, tries: i32) -> Option<i64> {
        let number = usize::try_from(tries).unwrap_or_default().max(1);
        self.0.get(number - 1).copied()
    }

    /// The most tries there are.
    pub fn most_tries(self) -> i32 {
        i32::try_from(self.0.len()).unwrap_or(i32::MAX).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_is_given_up_after_about_three_days() {
        assert_eq!(MAILS.after(1), Some(60));
        assert_eq!(MAILS.after(8), Some(DAY));
        assert_eq!(MAILS.after(9), None);
        assert_eq!(MAILS.most_tries(), 9);
        let total: i64 = (1..9).filter_map(|tries| MAILS.after(tries)).sum();
        assert_eq!(total, 3 * DAY + 5 * HOUR + 21 * MINUTE);
    }
}
