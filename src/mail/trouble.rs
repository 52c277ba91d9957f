//! What stood in a mail's way, read back from the words that the outbox keeps, so that a page can say it in the
//! reader's language.

/// Why a mail was not taken, as far as the centre can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// The mail server cannot be reached, hung up or did not answer.
    Unreachable,
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
    KNOWN.into_iter().find(|(words, _)| stored.starts_with(words)).map(|(_, obstacle)| obstacle)
}

#[cfg(test)]
mod tests {
    use super::super::transport::{Step, Trouble};
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
        }
        assert_eq!(obstacle_of("something else"), None);
    }
}
