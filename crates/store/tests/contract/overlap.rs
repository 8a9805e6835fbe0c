//! Writers who come at the same time spoil nothing for each other, whether they take turns or overlap.

use std::time::Duration;

use crate::house::{House, letter};

use model::{Network, Role};
use store::{StoreError, author, conversation, deletion, label, lease, member, post, turn};

/// Runs them at the same time, each in a task of its own.
async fn together<T: Send + 'static>(tasks: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut done = Vec::new();
    for task in tasks {
        done.push(task.await.unwrap());
    }
    done
}

async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(3)).await;
}

/// Long enough for others to get a connection and come in between.
async fn a_while() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

pub async fn every_raise_of_a_version_counts() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    let raisers = (0..8).map(|number| {
        let store = house.store.clone();
        async move {
            for _ in 0..5 {
                let mut tx = store.write().await.unwrap();
                let found = match number % 2 {
                    0 => conversation::find(&mut tx, id).await.unwrap(),
                    _ => conversation::by_thread(&mut tx, channel, "root").await.unwrap(),
                };
                let mut found = found.unwrap();
                found.version += 1;
                a_moment().await;
                conversation::save(&mut tx, &found).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    });
    together(raisers.collect()).await;
    let found = conversation::find(&mut house.read().await, id).await.unwrap().unwrap();
    assert_eq!(found.version, 40);
}

pub async fn whoever_reads_deletions_misses_none_of_those_that_are_told_at_the_same_time() {
    const EACH: usize = 10;
    let house = House::new().await;
    let tellers: Vec<_> = (0..4_u8)
        .map(|number| {
            let store = house.store.clone();
            tokio::spawn(async move {
                for _ in 0..EACH {
                    let mut tx = store.write().await.unwrap();
                    deletion::tell(&mut tx, "first", &[number; 16]).await.unwrap();
                    a_moment().await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    let (mut read, mut last, mut is_over) = (0, 0, false);
    while !is_over {
        is_over = tellers.iter().all(tokio::task::JoinHandle::is_finished);
        loop {
            let told = deletion::after(&mut house.read().await, last, 3).await.unwrap();
            let Some(newest) = told.last() else { break };
            (read, last) = (read + told.len(), newest.position);
        }
        a_moment().await;
    }
    assert_eq!(read, 4 * EACH);
}

pub async fn a_post_heard_twice_at_the_same_time_is_kept_once() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let filers = (0..3).map(|_| {
        let store = house.store.clone();
        async move {
            let received = letter("a", "anna", "Kaffee?");
            let mut tx = store.write().await.unwrap();
            turn::of_network(&mut tx, Network::Simulated).await.unwrap();
            if post::by_remote(&mut tx, channel, "a").await.unwrap().is_some() {
                return false;
            }
            a_while().await;
            let author = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
            post::insert(&mut tx, channel, author, &received).await.unwrap();
            tx.commit().await.unwrap();
            true
        }
    });
    let kept = together(filers.collect()).await;
    assert_eq!(kept.into_iter().filter(|kept| *kept).count(), 1);
}

pub async fn the_last_owner_stays_when_two_leave_at_the_same_time() {
    let house = House::new().await;
    let (first, second) = (house.member(Role::Owner).await, house.member(Role::Member).await);
    let mut tx = house.write().await;
    let found = member::find(&mut tx, second).await.unwrap().unwrap();
    member::set_role(&mut tx, first, &found, Role::Owner).await.unwrap();
    tx.commit().await.unwrap();
    let leavers = [first, second].map(|id| {
        let store = house.store.clone();
        async move {
            let mut tx = store.write().await.unwrap();
            if member::owner_count(&mut tx).await.unwrap() > 1 {
                a_while().await;
                member::disable(&mut tx, id, id).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    });
    together(leavers.into()).await;
    assert_eq!(member::owner_count(&mut house.read().await).await.unwrap(), 1);
}

pub async fn a_label_made_twice_at_the_same_time_is_one() {
    let house = House::new().await;
    let makers = ["Lob", "lob", " LOB"].map(|name| {
        let store = house.store.clone();
        async move {
            let mut tx = store.write().await.unwrap();
            let label = label::named(&mut tx, name).await.unwrap();
            a_while().await;
            tx.commit().await.unwrap();
            label
        }
    });
    let made = together(makers.into()).await;
    assert!(made.iter().all(|label| *label == made[0]), "{made:?}");
}

pub async fn a_lease_goes_to_one_of_those_who_ask_at_the_same_time() {
    let house = House::new().await;
    let takers = (0..3).map(|number| {
        let store = house.store.clone();
        async move {
            let mut tx = store.write().await.unwrap();
            let taken = lease::take(&mut tx, "work", &format!("s/{number}"), Duration::from_secs(9)).await.unwrap();
            a_while().await;
            tx.commit().await.unwrap();
            taken
        }
    });
    let taken = together(takers.collect()).await;
    assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
    assert!(!lease::is_free(&mut house.read().await, "work", "another").await.unwrap());
    let mut tx = house.write().await;
    lease::free(&mut tx, "s/").await.unwrap();
    tx.commit().await.unwrap();
    assert!(lease::is_free(&mut house.read().await, "work", "another").await.unwrap());
}

pub async fn nothing_is_kept_of_a_transaction_in_which_a_statement_failed() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let received = letter("a", "anna", "Kaffee?");
    let mut tx = house.write().await;
    let author = author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
    post::insert(&mut tx, channel, author, &received).await.unwrap();
    assert!(post::insert(&mut tx, channel, author, &received).await.is_err());
    assert!(matches!(tx.commit().await, Err(StoreError::Spoiled)));
    let found = author::find(&mut house.read().await, author).await.unwrap();
    assert_eq!(found, None);
}
