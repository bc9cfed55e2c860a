//! Wishes of a manifest against the ceilings.

use super::*;

#[track_caller]
fn check(request: LimitRequest, memory_mib: u64, analyze_seconds: u64, host_memory_mib: u64) {
    let limits = Limits::granted(&request);
    assert_eq!(limits.memory_bytes, memory_mib * MIB);
    assert_eq!(limits.analyze, Duration::from_secs(analyze_seconds));
    assert_eq!(limits.host_memory_bytes, host_memory_mib * MIB);
}

#[test]
fn wishes_are_clipped_to_the_ceilings() {
    check(LimitRequest::default(), 256, 120, 2048);
    let ask = |memory, analyze, host| LimitRequest {
        memory_mib: Some(memory),
        analyze_seconds: Some(analyze),
        host_memory_mib: Some(host),
    };
    check(ask(64, 30, 512), 64, 30, 512);
    check(ask(u64::MAX, u64::MAX, u64::MAX), 1024, 600, 8192);
    check(ask(0, 0, 0), 1, 1, 1);
}

/// An exam scenario gets no more memory than the default.
#[test]
fn wishes_of_exams_are_clipped() {
    let check = |memory_mib, expected_mib| {
        let request = LimitRequest {
            memory_mib,
            ..LimitRequest::default()
        };
        assert_eq!(
            ExamLimits::granted(&request).memory_bytes,
            expected_mib * MIB
        );
    };
    check(None, 64);
    check(Some(0), 1);
    check(Some(16), 16);
    check(Some(u64::MAX), 64);
}

mod of_answers;
