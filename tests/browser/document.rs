//! Mails as they arrive, and the document attached to one.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use mail_parser::{Message, MessageParser, MimeHeaders};

use crate::harness::browser::target;
use crate::smtp::SmtpServer;

/// Waits for the mail to an address that came after so many others to it.
pub(crate) async fn mail_after(server: &SmtpServer, address: &str, others: usize) -> Message<'static> {
    for _ in 0..600 {
        if let Some(mail) = server.mails().into_iter().filter(|mail| mail.to == address).nth(others) {
            let mail = MessageParser::default().parse(&mail.raw).map(Message::into_owned);
            return mail.expect("a mail");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no mail to {address} after {others} others: {:#?}", server.lines());
}

/// The plain text of a mail.
pub(crate) fn text(mail: &Message<'_>) -> String {
    mail.body_text(0).expect("a text").into_owned()
}

/// The PDF attached to a mail: its name and its bytes.
pub(crate) fn attached(mail: &Message<'_>) -> (String, Vec<u8>) {
    let files: Vec<_> = mail.attachments().collect();
    let [file] = files.as_slice() else { panic!("{} files are attached", files.len()) };
    (file.attachment_name().expect("a name").to_owned(), file.contents().to_vec())
}

/// What a PDF says, and what the code on its picture at 200 dots per inch says. The picture is kept.
pub(crate) fn read(pdf: &[u8], label: &str) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder for the document");
    let file = folder.path().join("certificate.pdf");
    std::fs::write(&file, pdf).expect("the document is written");
    let words = run(Command::new("pdftotext").arg(&file).arg("-"));
    let screenshots = target().join("screenshots");
    std::fs::create_dir_all(&screenshots).expect("a folder for the screenshots");
    let picture = screenshots.join(format!("{label}-certificate"));
    run(Command::new("pdftoppm").args(["-r", "200", "-png", "-singlefile"]).arg(&file).arg(&picture));
    (words, code_in(&picture.with_extension("png")))
}

/// What the codes on a picture say, one on each line.
pub(crate) fn code_in(picture: &Path) -> String {
    run(Command::new("zbarimg").args(["--raw", "--quiet"]).arg(picture)).trim().to_owned()
}

/// What a program prints.
pub(crate) fn run(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}; ./tests/run installs it"));
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}
