//! Messages as the specification of protocol buffers prints them, and broken ones.

use super::*;

fn fields(bytes: &[u8]) -> Result<Vec<(u64, Value<'_>)>, Malformed> {
    Message::file(bytes).fields().collect()
}

#[track_caller]
fn check_malformed(bytes: &[u8], why: &'static str, offset: usize) {
    assert_eq!(fields(bytes), Err(Malformed { why, offset }));
}

#[test]
fn a_varint_as_the_specification_prints_it() {
    // protobuf.dev/programming-guides/encoding: field 1 = 150 is 08 96 01.
    assert_eq!(
        fields(&[0x08, 0x96, 0x01]),
        Ok(vec![(1, Value::Varint(150))])
    );
}

#[test]
fn a_text_as_the_specification_prints_it() {
    // The same page: field 2 = "testing" is 12 07 74 65 73 74 69 6e 67.
    let bytes = [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67];
    let fields = fields(&bytes).unwrap();
    let [(2, Value::Bytes(text))] = fields[..] else {
        panic!("one text expected, found {fields:?}");
    };
    assert_eq!(text.text(), "testing");
    assert_eq!(text.offset, 2);
}

#[test]
fn packed_numbers_as_the_specification_prints_them() {
    // The same page: 3, 270, 86942 are 03 8e 02 9e a7 05.
    let packed = Message::file(&[0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
    assert_eq!(packed.varints(), Ok(vec![3, 270, 86942]));
}

#[test]
fn broken_bytes_are_named_with_their_place() {
    check_malformed(&[0x08], "a number is cut off", 1);
    check_malformed(&[0x12, 0x07, 0x74], "a field is cut off", 2);
    check_malformed(&[0x08, 0x01, 0x0b], "a field of unknown kind", 2);
    check_malformed(&[0x02, 0x00], "a field without a valid number", 0);
    check_malformed(&[0xff; 12], "a number is cut off", 0);
    check_malformed(
        &[
            0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01,
        ],
        "a field is cut off",
        11,
    );
}
