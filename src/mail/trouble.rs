//! What stood in a mail's way, read back from the words that the outbox keeps, so that a page can say it in the
//! reader's language.

use super::transport::{Step, Trouble};

/// Why a mail was not taken, as far as the centre can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// The mail server cannot be reached, hung up or did not answer.
    Unreachable,
    /// The mail server asks to try later (RFC 5321: a code from 400 to 499).
    Later,
    /// The mail server refused the recipient: the address is wrong or the mailbox does not take mail.
    Recipient,
    /// The mail server refused the message itself.
    Content,
    /// The mail server refused this server: password, sender, or encryption.
    Settings,
    /// The recipient's address has letters that the mail server does not take.
    Letters,
    /// The message could not be made or stored here.
    Unmade,
}

/// The obstacle that the stored words name; `None` for words of another version of the program.
pub(super) fn obstacle_of(stored: &str) -> Option<Obstacle> {
    const KNOWN: [(&str, Obstacle); 10] = [
        ("the mail server refused the recipient", Obstacle::Recipient),
        ("the mail server refused the message", Obstacle::Content),
        ("the mail server refused", Obstacle::Settings),
        ("the mail server cannot be reached", Obstacle::Unreachable),
        ("the mail server did not answer", Obstacle::Unreachable),
        ("the mail server hung up", Obstacle::Unreachable),
        ("the mail server does not take such addresses", Obstacle::Letters),
        ("the mail server", Obstacle::Settings),
        ("the message could not be made", Obstacle::Unmade),
        ("the folder for mail files", Obstacle::Unmade),
    ];
    if code_of(stored).is_some_and(|code| (400..500).contains(&code)) {
        return Some(Obstacle::Later);
    }
    KNOWN.into_iter().find(|(words, _)| stored.starts_with(words)).map(|(_, obstacle)| obstacle)
}

/// The code of a refusal.
fn code_of(stored: &str) -> Option<u16> {
    let (_, answer) = stored.strip_prefix("the mail server refused")?.split_once(": ")?;
    answer.split(' ').next()?.parse().ok()
}

/// Whether the stored words are of [trouble of ours](Trouble::is_ours), for which all mails wait.
pub(super) fn is_ours(stored: &str) -> bool {
    const BEFORE: [Step; 4] = [Step::Connect, Step::StartTls, Step::Auth, Step::Sender];
    let steps = || BEFORE.into_iter();
    [Trouble::Unreachable, Trouble::NoStartTls, Trouble::Untrusted, Trouble::NoAuth, Trouble::Folder]
        .into_iter()
        .chain(steps().map(Trouble::Silent))
        .chain(steps().map(Trouble::HungUp))
        .any(|trouble| trouble.to_string() == stored)
        || matches!(code_of(stored), Some(503 | 530))
        || steps().any(|step| stored.starts_with(&format!("the mail server refused {step}: ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_is_read_back() {
        let refused = |step| Trouble::Refused { step, code: 550, status: Some("5.1.1".to_owned()) };
        for (trouble, obstacle) in [
            (Trouble::Unreachable, Obstacle::Unreachable),
            (Trouble::Silent(Step::Content), Obstacle::Unreachable),
            (Trouble::HungUp(Step::Connect), Obstacle::Unreachable),
            (refused(Step::Recipient), Obstacle::Recipient),
            (refused(Step::Content), Obstacle::Content),
            (refused(Step::Sender), Obstacle::Settings),
            (refused(Step::Auth), Obstacle::Settings),
            (refused(Step::Connect), Obstacle::Settings),
            (refused(Step::StartTls), Obstacle::Settings),
            (Trouble::NoStartTls, Obstacle::Settings),
            (Trouble::Untrusted, Obstacle::Settings),
            (Trouble::NoAuth, Obstacle::Settings),
            (Trouble::NoUtf8, Obstacle::Letters),
            (Trouble::Unmade, Obstacle::Unmade),
            (Trouble::Folder, Obstacle::Unmade),
        ] {
            assert_eq!(obstacle_of(&trouble.to_string()), Some(obstacle), "{trouble}");
            assert_eq!(is_ours(&trouble.to_string()), trouble.is_ours(), "{trouble}");
        }
        assert_eq!(obstacle_of("something else"), None);
        assert!(!is_ours("something else"));
    }

    #[test]
    fn an_answer_that_asks_to_try_later_is_no_refusal() {
        let refused =
            |step, code, status: Option<&str>| Trouble::Refused { step, code, status: status.map(str::to_owned) };
        for trouble in [
            refused(Step::Connect, 421, None),
            refused(Step::Auth, 454, Some("4.7.0")),
            refused(Step::Sender, 451, Some("4.7.1")),
            refused(Step::Recipient, 450, Some("4.2.0")),
            refused(Step::Content, 452, None),
        ] {
            assert_eq!(obstacle_of(&trouble.to_string()), Some(Obstacle::Later), "{trouble}");
            assert_eq!(is_ours(&trouble.to_string()), trouble.is_ours(), "{trouble}");
        }
        for code in [503, 530, 550] {
            let trouble = refused(Step::Recipient, code, None);
            assert_eq!(is_ours(&trouble.to_string()), trouble.is_ours(), "{trouble}");
        }
    }
}
