//! Encrypted requests and streams against a server with a certificate of our own making.

use futures::{SinkExt, StreamExt};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use url::Url;

use super::*;
use crate::outgoing::{Limits, OutgoingClient, OutgoingError, OutgoingPolicy};

const AT_HOME: OutgoingPolicy = OutgoingPolicy { allow_private: true };

/// A server for `localhost` that answers one request or stream; its address, and roots that vouch for it.
async fn serve(is_stream: bool) -> (u16, RootCertStore) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key.into())
        .unwrap();
    let mut roots = web_roots();
    roots.add(cert.der().clone()).unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let Ok(mut stream) = TlsAcceptor::from(Arc::new(config)).accept(stream).await else {
            return;
        };
        if is_stream {
            let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
            socket.send("hello".into()).await.unwrap();
            while socket.next().await.is_some_and(|message| message.is_ok()) {}
        } else {
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await.unwrap();
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";
            stream.write_all(answer).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    (port, roots)
}

fn address(scheme: &str, host: &str, port: u16) -> Url {
    Url::parse(&format!("{scheme}://{host}:{port}/")).unwrap()
}

#[tokio::test]
async fn a_server_that_we_trust_is_spoken_with() {
    let (port, roots) = serve(false).await;
    let client = OutgoingClient::with_roots(AT_HOME, Limits::default(), roots).unwrap();
    let answer = client.get(address("https", "localhost", port)).send().await;
    assert_eq!(answer.unwrap().body, b"hello");

    let (port, roots) = serve(true).await;
    let client = OutgoingClient::with_roots(AT_HOME, Limits::default(), roots).unwrap();
    let url = address("wss", "localhost", port);
    let mut opened = client.open_socket(&url, None, 1024).await.unwrap();
    assert_eq!(opened.socket.next().await.unwrap().as_deref(), Some("hello"));
}

#[tokio::test]
async fn a_server_for_whom_nobody_vouches_gets_nothing() {
    for (scheme, is_stream) in [("https", false), ("wss", true)] {
        let (port, _) = serve(is_stream).await;
        let client = OutgoingClient::new(AT_HOME).unwrap();
        refuse(&client, &address(scheme, "localhost", port)).await;
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_counts_for_nothing() {
    for (scheme, is_stream) in [("https", false), ("wss", true)] {
        let (port, roots) = serve(is_stream).await;
        let client = OutgoingClient::with_roots(AT_HOME, Limits::default(), roots).unwrap();
        refuse(&client, &address(scheme, "127.0.0.1", port)).await;
    }
}

async fn refuse(client: &OutgoingClient, url: &Url) {
    let error = if url.scheme() == "https" {
        client.get(url.clone()).send().await.err()
    } else {
        client.open_socket(url, None, 1024).await.err()
    };
    let error = error.expect("it is refused");
    assert!(matches!(error, OutgoingError::Connect { .. }), "{error:?}");
    assert!(!error.may_have_arrived());
}
