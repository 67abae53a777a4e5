//! Declaring records: which fields they have, in which order, and which of them may be absent.

use super::{Corrupt, Read};

/// The presence bits of a record that is being read.
pub(crate) struct Presence(pub(crate) u64);

impl Presence {
    /// Whether the next optional field is there.
    #[inline]
    pub(crate) fn next(&mut self) -> bool {
        let bit = self.0 & 1 == 1;
        self.0 >>= 1;
        bit
    }

    /// No bit may be left over.
    #[inline]
    pub(crate) fn finish(&mut self) -> Read<()> {
        if self.0 == 0 { Ok(()) } else { Err(Corrupt("a record has fields of another version")) }
    }
}

/// Declares a record: a struct whose fields are written in order, the optional ones only if set.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident {
            $( $(#[$required_meta:meta])* $required:ident: $required_type:ty, )*
            ---
            $( $(#[$optional_meta:meta])* $optional:ident: $optional_type:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default)]
        pub struct $name<'a> {
            $( $(#[$required_meta])* pub $required: $required_type, )*
            $( $(#[$optional_meta])* pub $optional: $optional_type, )*
            #[doc(hidden)]
            pub lifetime: std::marker::PhantomData<&'a ()>,
        }

        impl<'a> $crate::codec::Field<'a> for $name<'a> {
            fn put(&self, out: &mut Vec<u8>) {
                let present: &[bool] = &[$( !$crate::codec::Optional::is_absent(&self.$optional) ),*];
                let presence = present.iter().rev().fold(0, |bits, bit| bits << 1 | u64::from(*bit));
                $crate::codec::put_varint(out, presence);
                $( $crate::codec::Field::put(&self.$required, out); )*
                $(
                    if !$crate::codec::Optional::is_absent(&self.$optional) {
                        $crate::codec::Field::put(&self.$optional, out);
                    }
                )*
            }

            fn take(from: &mut $crate::codec::Reader<'a>) -> $crate::codec::Read<Self> {
                let mut presence = $crate::codec::Presence(from.varint()?);
                $( let $required = $crate::codec::Field::take(from)?; )*
                $(
                    let $optional = if presence.next() {
                        $crate::codec::Field::take(from)?
                    } else {
                        Default::default()
                    };
                )*
                presence.finish()?;
                Ok(Self { $($required,)* $($optional,)* lifetime: std::marker::PhantomData })
            }
        }
    };
}
pub(crate) use record;
