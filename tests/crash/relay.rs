//! Stands before a mail server and writes down what the program says to it.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A running relay; it ends with the test's runtime.
pub(crate) struct Relay {
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<u8>>>,
}

/// A port on which nobody listens.
pub(crate) async fn closed_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap().port()
}

impl Relay {
    /// Listens on a port (0: any) and passes everything on to another.
    pub(crate) async fn start(port: u16, to: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let relay = Self { port: listener.local_addr().unwrap().port(), heard: Arc::default() };
        let heard = Arc::clone(&relay.heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(stream, to, Arc::clone(&heard)));
            }
        });
        relay
    }

    /// The first message that came whole, whether it was taken or not.
    pub(crate) fn first_message(&self) -> Option<Vec<u8>> {
        let heard = String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned();
        let (_, rest) = heard.split_once("DATA\r\n")?;
        let (message, _) = rest.split_once("\r\n.\r\n")?;
        Some(format!("{message}\r\n").into_bytes())
    }
}

async fn pass(client: TcpStream, to: u16, heard: Arc<Mutex<Vec<u8>>>) {
    let server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let forth = async {
        let mut piece = vec![0; 16 * 1024];
        while let Ok(read @ 1..) = from_client.read(&mut piece).await {
            let said = piece.get(..read).unwrap();
            heard.lock().unwrap().extend_from_slice(said);
            if to_server.write_all(said).await.is_err() {
                break;
            }
        }
    };
    tokio::select! {
        () = forth => {}
        _ = tokio::io::copy(&mut from_server, &mut to_client) => {}
    }
}
