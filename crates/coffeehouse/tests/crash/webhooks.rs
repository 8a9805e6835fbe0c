//! The server dies after it told another program something and before it noted that: the program is told again, by the same id.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use inbox::WantedWebhook;
use model::{WebhookCallId, WebhookCallState, WebhookId};
use store::webhook::{self, Webhook};
use store::{Vault, member};

use crate::bulk::die;
use crate::house::{Ears, House};
use crate::server::{Server, Settings};

/// A program that is called and says that it has it; tells the head of every call.
fn program() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/in", listener.local_addr().unwrap());
    let (tells, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, mut heard, mut piece) = (stream.unwrap(), Vec::new(), [0; 4_096]);
            while !heard.ends_with(b"}") {
                match stream.read(&mut piece) {
                    Ok(length) if length > 0 => heard.extend_from_slice(&piece[..length]),
                    _ => break,
                }
            }
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
            if tells.send(String::from_utf8_lossy(&heard).into_owned()).is_err() {
                return;
            }
        }
    });
    (address, told)
}

/// Makes a webhook and has it called.
async fn call(house: &House, url: String) -> WebhookCallId {
    let store = house.open().await;
    let mut tx = store.write().await.unwrap();
    let owner = member::all(&mut tx).await.unwrap().remove(0);
    let id: WebhookId = tx.next_id();
    let vault = Vault::from_file(&house.folder().join("key")).unwrap();
    let secret = vault.close(&Webhook::secret_place(id), "whsec_MDEyMzQ1Njc4OWFiY2RlZg==");
    let wanted = WantedWebhook { name: "Bell".into(), url };
    inbox::create_webhook(&mut tx, &owner, &wanted, (id, secret)).await.unwrap();
    let call = inbox::try_webhook(&mut tx, &owner, id).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    call
}

async fn stands(house: &House, id: WebhookCallId) -> (WebhookCallState, i64) {
    let store = house.open().await;
    let mut tx = store.read().await.unwrap();
    let call = webhook::find_call(&mut tx, id).await.unwrap().unwrap();
    drop(tx);
    store.close().await;
    (call.state, call.attempts)
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn a_program_is_told_until_that_is_noted_however_often_the_server_dies() {
    let network = crate::network::Network::running();
    let house = House::found(&network, Ears::Notifications).await;
    let (address, told) = program();
    let id = call(&house, address).await;
    for _ in 0..2 {
        die(&house, "webhook.called", None).await;
        assert_eq!(stands(&house, id).await, (WebhookCallState::Waiting, 0), "what was not committed is not known");
    }
    let server = Server::start(&house, &Settings::default());
    for time in 1..=3 {
        let head = told.recv_timeout(Duration::from_secs(30)).expect("it is told");
        assert!(head.contains(&format!("webhook-id: {id}\r\n")), "time {time}: {head}");
    }
    let mut noted = false;
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        noted = noted || told.try_recv().is_ok();
    }
    assert!(!noted, "nobody is told again");
    assert!(server.stop().await.success());
    assert_eq!(stands(&house, id).await, (WebhookCallState::Arrived, 1));
}
