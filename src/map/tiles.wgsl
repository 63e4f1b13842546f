// A square of pixels into the viewport, which says where it goes.

@group(0) @binding(0) var pixels: texture_2d<f32>;
@group(0) @binding(1) var pixel_sampler: sampler;

struct Corner {
    @builtin(position) position: vec4<f32>,
    @location(0) uv: vec2<f32>,
};

// `part` is the part of the square that is copied: left, top, right and bottom, 0 to 1.
@vertex
fn vs_tile(@builtin(vertex_index) index: u32, @location(0) part: vec4<f32>) -> Corner {
    let at = vec2<f32>(f32(index & 1u), f32(index >> 1u));
    var corner: Corner;
    corner.position = vec4<f32>(at.x * 2.0 - 1.0, 1.0 - at.y * 2.0, 0.0, 1.0);
    corner.uv = mix(part.xy, part.zw, at);
    return corner;
}

@fragment
fn fs_tile(corner: Corner) -> @location(0) vec4<f32> {
    return textureSampleLevel(pixels, pixel_sampler, corner.uv, 0.0);
}
