//! kill -9 of the service and of its Postgres amid writes: nothing acknowledged is lost, and no
//! retry has a second effect. Real processes on loopback.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod service;
mod writers;

use std::time::Duration;

use nix::sys::signal::Signal;
use service::Service;
use writers::Writers;

/// How long the writers write before each kill.
const WHILE: Duration = Duration::from_millis(700);

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_acknowledged_outlives_its_kill() {
    let mut service = Service::start().await;
    let writers = Writers::begin(&service, 6).await;
    for _ in 0..3 {
        tokio::time::sleep(WHILE).await;
        service.kill().await;
        service.restart().await;
        writers.go_to(&service.url);
    }
    tokio::time::sleep(WHILE).await;
    writers.end_and_check(&service).await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_kill_of_postgres() {
    let service = Service::start().await;
    let writers = Writers::begin(&service, 6).await;
    for _ in 0..3 {
        tokio::time::sleep(WHILE).await;
        nix::sys::signal::kill(service.postmaster(), Signal::SIGKILL).expect("it was running");
        // The service finds it gone and starts another by itself.
        writers.wait_for_more(5).await;
    }
    writers.end_and_check(&service).await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_kill_of_both() {
    let mut service = Service::start().await;
    let writers = Writers::begin(&service, 6).await;
    for _ in 0..2 {
        tokio::time::sleep(WHILE).await;
        nix::sys::signal::kill(service.postmaster(), Signal::SIGKILL).expect("it was running");
        service.kill().await;
        service.restart().await;
        writers.go_to(&service.url);
    }
    tokio::time::sleep(WHILE).await;
    writers.end_and_check(&service).await;
    service.stop().await;
}
