//! How many points there are around each spot, as colours.

use egui::{Color32, ColorImage};

/// Pixels of the map that one cell of the heat is wide: it is smooth, so it need not be finer.
pub const CELL: usize = 4;
/// How far a point reaches, in cells: three passes of a box as wide are close to a bell (Kovesi 2010).
const REACH: usize = 3;

/// How many points fall into each cell of a map, with a margin that what lies just beyond its edge shines in from.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    pub width: usize,
    pub height: usize,
    cells: Vec<f32>,
}

impl Heat {
    /// Cells beyond the edge of the map, on each side.
    pub const MARGIN: usize = 3 * REACH;

    /// For a map of so many pixels.
    pub fn new(pixels: [usize; 2]) -> Self {
        let [width, height] = pixels.map(|side| side.div_ceil(CELL) + 2 * Self::MARGIN);
        Self { width, height, cells: vec![0.0; width * height] }
    }

    /// A point at a pixel, counted with the margin.
    pub fn count(&mut self, x: usize, y: usize) {
        if let Some(cell) = self.cells.get_mut(y / CELL * self.width + x / CELL) {
            *cell += 1.0;
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(own, other)| *own += other);
    }

    /// Lets each point reach as far as it does.
    pub fn spread(&mut self) {
        for _ in 0..3 {
            let along: Vec<f32> = self.cells.chunks_exact(self.width).flat_map(|row| boxed(row.iter().copied(), row.len())).collect();
            self.cells = along;
            for x in 0..self.width {
                let column: Vec<f32> = self.cells.iter().skip(x).step_by(self.width).copied().collect();
                let spread = boxed(column.iter().copied(), self.height);
                self.cells.iter_mut().skip(x).step_by(self.width).zip(spread).for_each(|(cell, sum)| *cell = sum);
            }
        }
    }

    /// One pixel for each cell of the map, in colours from few to most; nothing where there is nothing.
    pub fn image(&self, colours: &[Color32]) -> ColorImage {
        let [width, height] = [self.width, self.height].map(|side| side - 2 * Self::MARGIN);
        let rows = self.cells.chunks_exact(self.width).skip(Self::MARGIN).take(height);
        let inner = || rows.clone().flat_map(|row| row.iter().skip(Self::MARGIN).take(width).copied());
        let most = inner().fold(0.0, f32::max);
        ColorImage::new([width, height], inner().map(|heat| colour(heat, most, colours)).collect())
    }
}

/// The square root tells the few from none where the most are very many.
fn colour(heat: f32, most: f32, colours: &[Color32]) -> Color32 {
    let share = if most > 0.0 { (heat / most).sqrt() } else { 0.0 };
    let along = share * colours.len() as f32;
    let at = along as usize;
    let below = at.checked_sub(1).and_then(|below| colours.get(below)).copied().unwrap_or(Color32::TRANSPARENT);
    let above = colours.get(at).or(colours.last()).copied().unwrap_or(Color32::TRANSPARENT);
    below.lerp_to_gamma(above, along - at as f32)
}

/// Sums over a box round each of `n` values, by their share in it.
fn boxed(values: impl Iterator<Item = f32> + Clone, n: usize) -> Vec<f32> {
    let width = (2 * REACH + 1) as f32;
    let mut sum = values.clone().take(REACH).sum::<f32>();
    let ahead = values.clone().skip(REACH).map(Some).chain(std::iter::repeat(None));
    let behind = std::iter::repeat_n(None, REACH + 1).chain(values.map(Some));
    let sums = ahead.zip(behind).take(n).map(|(next, last)| {
        sum += next.unwrap_or_default() - last.unwrap_or_default();
        sum.max(0.0) / width
    });
    sums.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_spread_round_its_cell_and_nothing_is_lost() {
        let mut heat = Heat::new([400, 400]);
        for _ in 0..10 {
            heat.count(240, 240);
        }
        heat.spread();
        assert!((heat.cells.iter().sum::<f32>() - 10.0).abs() < 0.01);
        let image = heat.image(&[Color32::BLUE, Color32::RED]);
        assert_eq!(image.size, [100, 100]);
        let at = |x: usize, y: usize| image.pixels[y * 100 + x];
        let middle = 240 / CELL - Heat::MARGIN;
        assert_eq!(at(middle, middle), Color32::RED);
        assert!(at(middle + 4, middle).a() > 0 && at(middle + 4, middle) != Color32::RED);
        assert_eq!(at(middle + 20, middle), Color32::TRANSPARENT);
        assert_eq!(at(middle - 3, middle), at(middle + 3, middle));
    }

    #[test]
    fn no_points_are_no_heat() {
        let mut heat = Heat::new([40, 40]);
        heat.spread();
        assert!(heat.image(&[Color32::RED]).pixels.iter().all(|pixel| pixel.a() == 0));
    }
}
