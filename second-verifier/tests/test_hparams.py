import unittest

from pot_verify.canonical import parse_canonical
from pot_verify.invalid import Invalid


class CanonicalTest(unittest.TestCase):
    def test_canonical_json_is_read(self):
        self.assertEqual(parse_canonical(b'{"a":[1,-2],"b":{"c":true}}'), {"a": [1, -2], "b": {"c": True}})

    def test_everything_else_is_refused(self):
        for text in (b"", b"{", b'{"b":1,"a":1}', b'{"a":1,"a":1}', b'{"a": 1}', b'{"a":1.0}', b'{"a":1e3}', b'{"a":-0}', b'{"a":01}',
                     b'{"a":NaN}', b'{"a":9007199254740992}', b'{"a":' + b"9" * 5000 + b"}", b'{"\\u0061":1}', b'{"a":1}\n',
                     b"[" * 100000, b"\xff\xfe", b'{"\xc3\xa4":1}', b'{"a":1}{'):
            with self.assertRaises(Invalid, msg=text[:40]):
                parse_canonical(text)


if __name__ == "__main__":
    unittest.main()
