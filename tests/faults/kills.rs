//! kill -9 of the service and of its Postgres amid single writes.

use std::time::Duration;

use nix::sys::signal::{Signal, kill};

use crate::account::{feed, narratives};
use crate::service::Service;
use crate::writers::{Manner, Writers};

/// How long the writers write before each kill.
const WHILE: Duration = Duration::from_millis(700);

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_acknowledged_outlives_its_kill() {
    let mut service = Service::start().await;
    let writers = Writers::begin(&service, 6, Manner::Steady).await;
    for _ in 0..3 {
        tokio::time::sleep(WHILE).await;
        service.kill().await;
        service.restart().await;
        writers.go_to(&service.url);
    }
    end_and_check(writers, service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_kill_of_postgres() {
    let service = Service::start().await;
    let writers = Writers::begin(&service, 6, Manner::Steady).await;
    for _ in 0..3 {
        tokio::time::sleep(WHILE).await;
        kill(service.postmaster(), Signal::SIGKILL).expect("it was running");
        // The service finds it gone and starts another by itself.
        writers.wait_for_more(5).await;
    }
    end_and_check(writers, service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_kill_of_both() {
    let mut service = Service::start().await;
    let writers = Writers::begin(&service, 6, Manner::Steady).await;
    for _ in 0..2 {
        tokio::time::sleep(WHILE).await;
        kill(service.postmaster(), Signal::SIGKILL).expect("it was running");
        service.kill().await;
        service.restart().await;
        writers.go_to(&service.url);
    }
    end_and_check(writers, service).await;
}

async fn end_and_check(writers: Writers, service: Service) {
    writers.wait_for_more(20).await;
    let (account, _) = writers.end().await;
    account.compare(narratives(&feed(&service.anybody()).await));
    service.stop().await;
}
