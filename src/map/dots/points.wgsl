// Each point of a layer in every copy of the world: of all points first their halos, then their discs.

struct Frame {
    // Parts of the world, of 2^32, at the west edge; at the north edge in two numbers, the first of them in 2^16 parts.
    west: u32,
    north_high: f32,
    north_low: f32,
    pixels_per_part: f32,
    size: vec2<f32>,
    // Pixels between copies of the world, and before the view.
    world: f32,
    margin: f32,
    halo: vec4<f32>,
    // How far it is not seen through, and how many copies of the world there are.
    look: vec4<f32>,
    // By class.
    fills: array<vec4<f32>, 16>,
    // By the step of a size: of the disc and of its halo.
    radii: array<vec4<f32>, 8>,
};

@group(0) @binding(0) var<uniform> frame: Frame;

struct Corner {
    @builtin(position) position: vec4<f32>,
    // From the middle, in pixels.
    @location(0) offset: vec2<f32>,
    @location(1) @interpolate(flat) code: u32,
    @location(2) @interpolate(flat) is_disc: u32,
};

// The high 16 bits and the low ones are scaled apart: together they are more than a float holds.
fn scaled(high: f32, low: f32) -> f32 {
    return high * (65536.0 * frame.pixels_per_part) + low * frame.pixels_per_part;
}

@vertex
fn vs_point(@builtin(vertex_index) index: u32, @location(0) at: vec2<u32>, @location(1) code: u32) -> Corner {
    var corners = array<vec2<f32>, 6>(
        vec2(-1.0, -1.0), vec2(1.0, -1.0), vec2(-1.0, 1.0), vec2(-1.0, 1.0), vec2(1.0, -1.0), vec2(1.0, 1.0),
    );
    let reach = frame.radii[(code >> 4u) & 7u].y + 1.0;
    let n_copies = u32(frame.look.y);
    let copy = index / 6u;
    let east = at.x - frame.west;
    let x = scaled(f32(east >> 16u), f32(east & 65535u)) - frame.margin + f32(copy % n_copies) * frame.world;
    let y = scaled(f32(at.y >> 16u) - frame.north_high, f32(at.y & 65535u) - frame.north_low) - frame.margin;
    var corner: Corner;
    corner.offset = corners[index % 6u] * reach;
    corner.code = code;
    corner.is_disc = copy / n_copies;
    let share = (vec2(x, y) + corner.offset) / frame.size;
    corner.position = vec4(share.x * 2.0 - 1.0, 1.0 - share.y * 2.0, 0.0, 1.0);
    // Out of sight where it is not asked for.
    if code == 0u {
        corner.position = vec4(2.0, 2.0, 2.0, 1.0);
    }
    return corner;
}

@fragment
fn fs_point(corner: Corner) -> @location(0) vec4<f32> {
    let radii = frame.radii[(corner.code >> 4u) & 7u];
    let distance = length(corner.offset);
    let is_disc = corner.is_disc == 1u;
    let colour = select(frame.halo, frame.fills[corner.code & 15u], is_disc);
    let radius = select(radii.y, radii.x, is_disc);
    return colour * (clamp(radius + 0.5 - distance, 0.0, 1.0) * frame.look.x);
}
