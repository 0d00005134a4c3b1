//! `./lectern bench live`: one class with up to 2,000 people, what a screen costs, and how they come back.
#![expect(clippy::expect_used, reason = "a bench ends at the first thing that goes wrong")]

mod full;
mod school;

use testkit::bench::Report;
use testkit::load::raise_open_files;

fn main() {
    raise_open_files();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let report = runtime.block_on(async {
        let school = school::School::open().await;
        let mut report = Report::new("live");
        full::measure(&school, &mut report).await;
        school.close().await;
        report
    });
    report.publish().expect("the report is written");
}
