//! The guard against servers of our own on loopback.

use futures::SinkExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

const AT_HOME: OutgoingPolicy = OutgoingPolicy { allow_private: true };

/// Serves one answer after the other, each on its own connection, and tells the address.
async fn serve(answers: Vec<String>) -> (Url, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let task = tokio::spawn(async move {
        let mut seen = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let length = stream.read(&mut request).await.unwrap();
            seen.push(String::from_utf8_lossy(&request[..length]).into_owned());
            let _ = stream.write_all(answer.as_bytes()).await;
        }
        seen
    });
    (Url::parse(&format!("http://{address}/")).unwrap(), task)
}

fn ok(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

#[tokio::test]
async fn a_private_address_is_refused_as_number_and_as_name() {
    let client = OutgoingClient::new(OutgoingPolicy::default()).unwrap();
    for address in [
        "http://127.0.0.1:9/",
        "http://[::1]:9/",
        "http://2130706433:9/",
        "http://0x7f.1:9/",
        "http://localhost:9/",
        "http://[::ffff:10.0.0.1]:9/",
    ] {
        let refused = client.get(Url::parse(address).unwrap()).send().await;
        assert!(matches!(refused, Err(OutgoingError::ForbiddenAddress { .. })), "{address}: {refused:?}");
    }
}

#[tokio::test]
async fn the_address_of_cloud_credentials_stays_forbidden_at_home() {
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let url = Url::parse("http://169.254.169.254/latest/meta-data").unwrap();
    let refused = client.get(url).send().await;
    assert!(matches!(refused, Err(OutgoingError::ForbiddenAddress { .. })));
}

#[tokio::test]
async fn a_stream_to_a_private_address_is_refused() {
    let client = OutgoingClient::new(OutgoingPolicy::default()).unwrap();
    for address in ["ws://127.0.0.1:9/", "wss://localhost:9/"] {
        let url = Url::parse(address).unwrap();
        let refused = client.open_socket(&url, None, 1024).await.err();
        assert!(matches!(refused, Some(OutgoingError::ForbiddenAddress { .. })));
    }
}

#[tokio::test]
async fn other_schemes_are_not_spoken() {
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let url = Url::parse("file:///etc/passwd").unwrap();
    let refused = client.get(url).send().await;
    assert!(matches!(refused, Err(OutgoingError::UnsupportedScheme(_))));
}

#[tokio::test]
async fn a_reader_follows_a_redirect_and_tells_who_we_are() {
    let (target, _task) = serve(vec![ok("here")]).await;
    let (start, task) = serve(vec![redirect(target.as_str())]).await;
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let answer = client.get(start).send().await.unwrap();
    assert_eq!((answer.body.as_slice(), answer.url), (&b"here"[..], target));
    assert!(task.await.unwrap()[0].contains("user-agent: Coffeehouse/"));
}

#[tokio::test]
async fn a_redirect_to_a_forbidden_address_is_not_followed() {
    let (start, _task) = serve(vec![redirect("http://169.254.169.254/")]).await;
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let refused = client.get(start).send().await;
    assert!(matches!(refused, Err(OutgoingError::ForbiddenAddress { .. })));
}

#[tokio::test]
async fn redirects_without_end_are_cut() {
    let (target, _task) = serve(vec![redirect("/again"); 20]).await;
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let refused = client.get(target).send().await;
    assert!(matches!(refused, Err(OutgoingError::Redirects { .. })));
}

#[tokio::test]
async fn a_call_with_a_secret_follows_nobody() {
    let (target, _task) = serve(vec![redirect("http://127.0.0.1:9/elsewhere")]).await;
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let call = client.call(Method::POST, target).bearer("secret");
    assert!(!format!("{call:?}").contains("secret"));
    assert_eq!(call.json("{}").send().await.unwrap().status, 302);
}

#[tokio::test]
async fn a_body_over_the_cap_is_cut_while_it_streams() {
    let body = "x".repeat(3000);
    let (url, _task) = serve(vec![ok(&body)]).await;
    let limits = Limits { body_bytes_max: 2999, ..Limits::default() };
    let client = OutgoingClient::with_limits(AT_HOME, limits).unwrap();
    let refused = client.get(url).send().await;
    assert!(matches!(refused, Err(OutgoingError::TooLarge { bytes_max: 2999, .. })));
}

#[tokio::test]
async fn silence_after_the_request_may_have_arrived_but_no_connection_cannot() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let limits = Limits { overall: Duration::from_millis(200), ..Limits::default() };
    let client = OutgoingClient::with_limits(AT_HOME, limits).unwrap();
    let late = client.call(Method::POST, silent.clone()).json("{}");
    assert!(late.send().await.unwrap_err().may_have_arrived());

    drop(listener);
    let nobody = client.call(Method::POST, silent).json("{}");
    assert!(!nobody.send().await.unwrap_err().may_have_arrived());
}

#[tokio::test]
async fn a_stream_server_that_names_no_protocol_is_read_all_the_same() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("ws://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        // Refused by the client, then asked again without a protocol.
        for _ in 0..2 {
            let (stream, _) = listener.accept().await.unwrap();
            if let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await {
                let _ = socket.send("hello".into()).await;
            }
        }
    });
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let mut opened = client.open_socket(&url, Some("some.v1"), 1024).await.unwrap();
    assert_eq!(opened.socket.next().await.unwrap().as_deref(), Some("hello"));
}

#[tokio::test]
async fn a_message_over_the_cap_ends_the_stream() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("ws://{}/", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let _ = socket.send("x".repeat(1025).into()).await;
    });
    let client = OutgoingClient::new(AT_HOME).unwrap();
    let mut opened = client.open_socket(&url, None, 1024).await.unwrap();
    assert!(matches!(opened.socket.next().await, Err(OutgoingError::Broken { .. })));
}
