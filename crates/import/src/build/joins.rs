//! Annotations and images: what the source keeps apart from its owner.

use catalog::codec::{Corrupt, Field as _, ListBuffer, Reader};
use catalog::record::Image;
use model::Kind;

use super::Builder;
use super::commons::read_u32;
use crate::error::Result;
use crate::staging::{Part, Stage};

impl Builder<'_, '_> {
    /// Gives each annotation's text to its owners.
    pub(super) fn annotations(&mut self) -> Result<()> {
        let mut groups = self.staging.groups(Stage::Annotations)?;
        while let Some(group) = groups.next()? {
            let Some(text) = group.first(Part::Record) else {
                for _ in group.parts(Part::Owner) {
                    self.staging.problems.dangling(
                        "annotation",
                        group.key,
                        "an annotation's text",
                    )?;
                }
                continue;
            };
            let bytes = [&group.id().to_be_bytes()[..], text].concat();
            for owner in group.parts(Part::Owner) {
                let (kind, id) = owner_of(owner)?;
                self.staging.push(Stage::Entity(kind), u64::from(id), Part::Annotation, &bytes)?;
            }
        }
        Ok(())
    }

    /// Gives each image, with its types, to its release or event.
    pub(super) fn images(&mut self) -> Result<()> {
        let mut groups = self.staging.groups(Stage::Images)?;
        let mut types = ListBuffer::default();
        while let Some(group) = groups.next()? {
            let kind = if group.key & 1 == 1 { Kind::Event } else { Kind::Release };
            let Some(bytes) = group.first(Part::ImageOwner) else {
                let (id, table) = (group.key >> 1, format!("{} image types", kind.as_str()));
                self.staging.problems.dangling(&table, id, &format!("image {id}"))?;
                continue;
            };
            let (owner, rest) = bytes.split_first_chunk::<4>().ok_or(Corrupt("an image"))?;
            let (ordering, record) = rest.split_first_chunk::<4>().ok_or(Corrupt("an image"))?;
            let mut image = Image::take(&mut Reader::new(record))?;
            let mut rows =
                group.parts(Part::ImageType).map(read_u32).collect::<Result<Vec<_>>>()?;
            rows.sort_unstable();
            types.clear();
            rows.iter().for_each(|row| types.push(row));
            image.types = types.list();
            let mut bytes = ordering.to_vec();
            image.put(&mut bytes);
            let owner = u64::from(u32::from_le_bytes(*owner));
            self.staging.push(Stage::Entity(kind), owner, Part::Image, &bytes)?;
        }
        Ok(())
    }
}

/// A kind and a dense id, as readers of owners write them.
pub(super) fn owner_of(bytes: &[u8]) -> Result<(Kind, u32)> {
    let [number, id @ ..] = bytes else { return Err(Corrupt("an owner").into()) };
    let id = <[u8; 4]>::try_from(id).map_err(|_| Corrupt("an owner"))?;
    let kind = Kind::from_number(*number).ok_or(Corrupt("an owner's kind"))?;
    Ok((kind, u32::from_le_bytes(id)))
}

/// The images of a group, in the order of the archive.
pub(super) fn images_of(group: &crate::staging::Group, list: &mut ListBuffer) {
    list.clear();
    let mut images: Vec<&[u8]> = group.parts(Part::Image).collect();
    images.sort_unstable();
    images.iter().filter_map(|image| image.get(4..)).for_each(|image| list.push_encoded(image));
}
