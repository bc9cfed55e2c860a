// A plane or a slab of a volume to greys, in the integers of the CPU renderer: places in 1/256 of a voxel, values in
// 1/65536 of a stored unit. Coordinates are 64-bit: the low and the high word of a two's complement number.

struct Picture {
    // By axis: start and step_x.
    across: array<vec4<u32>, 3>,
    // By axis: step_y and step_z.
    along: array<vec4<u32>, 3>,
    // Voxels along x, y, z, and how the planes become one: 0 greatest, 1 least, 2 mean.
    grid: vec4<i32>,
    // The picture's first pixel on the target, planes of the slab, nothing.
    frame: vec4<i32>,
}

@group(0) @binding(0) var voxels: texture_3d<i32>;
@group(0) @binding(1) var greys: texture_2d<u32>;
@group(0) @binding(2) var<uniform> picture: Picture;

@vertex
fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4<f32> {
    // One triangle that holds the whole viewport.
    let x = f32(i32(index & 1u) * 4 - 1);
    let y = f32(i32(index >> 1u) * 4 - 1);
    return vec4<f32>(x, y, 0.0, 1.0);
}

fn add(a: vec2<u32>, b: vec2<u32>) -> vec2<u32> {
    let low = a.x + b.x;
    return vec2<u32>(low, a.y + b.y + select(0u, 1u, low < a.x));
}

// `a` times a number below 2^16, wrapping.
fn times(a: vec2<u32>, n: u32) -> vec2<u32> {
    let low = (a.x & 0xffffu) * n;
    let middle = (a.x >> 16u) * n + (low >> 16u);
    return vec2<u32>((middle << 16u) | (low & 0xffffu), a.y * n + (middle >> 16u));
}

fn mix_256(low: i32, high: i32, weight: i32) -> i32 {
    return low * (256 - weight) + high * weight;
}

// The blend of two values in 1/65536, in 1/65536 again, halves up.
fn mix_faces(low: i32, high: i32, weight: i32) -> i32 {
    // In parts of 16 bits, as the sum needs 40.
    let upper = mix_256(low >> 16u, high >> 16u, weight);
    let lower = mix_256(low & 0xffff, high & 0xffff, weight) + 128;
    // The sum is upper x 65536 + lower: of an eighth of its bits nothing is lost, as 65536 is a multiple of 256.
    return (upper << 8u) + (lower >> 8u);
}

fn row(low: vec3<i32>, high: vec3<i32>, y: i32, z: i32, weight: i32) -> i32 {
    let a = textureLoad(voxels, vec3<i32>(low.x, y, z), 0).x;
    let b = textureLoad(voxels, vec3<i32>(high.x, y, z), 0).x;
    return mix_256(a, b, weight);
}

struct Seen {
    is_inside: bool,
    value: i32,
}

fn seen(given: array<vec2<u32>, 3>) -> Seen {
    var at = given;
    var place: vec3<i32>;
    var is_inside = true;
    for (var axis = 0; axis < 3; axis++) {
        let voxel = bitcast<i32>(at[axis].y);
        // Far outside, before the places of it leave 32 bits.
        is_inside = is_inside && voxel > -65536 && voxel < 65536;
        place[axis] = (voxel << 8u) | i32(at[axis].x >> 24u);
    }
    let last = (picture.grid.xyz - vec3<i32>(1)) * 256;
    is_inside = is_inside && all(place >= vec3<i32>(-128)) && all(place <= last + vec3<i32>(128));
    if !is_inside {
        return Seen(false, 0);
    }
    let on_grid = clamp(place, vec3<i32>(0), last);
    let low = on_grid >> vec3<u32>(8u);
    let weight = on_grid & vec3<i32>(0xff);
    let high = low + select(vec3<i32>(0), vec3<i32>(1), weight > vec3<i32>(0));
    var faces: array<i32, 2>;
    faces[0] = mix_256(row(low, high, low.y, low.z, weight.x), row(low, high, high.y, low.z, weight.x), weight.y);
    faces[1] = mix_256(row(low, high, low.y, high.z, weight.x), row(low, high, high.y, high.z, weight.x), weight.y);
    return Seen(true, mix_faces(faces[0], faces[1], weight.z));
}

// From a grey of the screen, 0 to 1, to the light that the target turns into that grey again.
fn light(grey: f32) -> f32 {
    if grey <= 0.04045 {
        return grey / 12.92;
    }
    return pow((grey + 0.055) / 1.055, 2.4);
}

// Division rounding down, of a number by a positive one.
fn floor_div(a: i32, b: i32) -> i32 {
    let quotient = a / b;
    return select(quotient, quotient - 1, a % b < 0);
}

@fragment
fn fragment(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    let pixel = vec2<i32>(floor(position.xy)) - picture.frame.xy;
    var at: array<vec2<u32>, 3>;
    for (var axis = 0; axis < 3; axis++) {
        let across = times(picture.across[axis].zw, u32(pixel.x));
        let down = times(picture.along[axis].xy, u32(pixel.y));
        at[axis] = add(add(picture.across[axis].xy, across), down);
    }
    let projection = picture.grid.w;
    var count = 0;
    var extreme = select(0x7fffffff, -0x7fffffff - 1, projection == 0);
    // Sums of the upper and of the lower 16 bits.
    var upper = 0;
    var lower = 0u;
    for (var step = 0; step < picture.frame.z; step++) {
        let here = seen(at);
        if here.is_inside {
            count += 1;
            if projection == 0 {
                extreme = max(extreme, here.value);
            } else if projection == 1 {
                extreme = min(extreme, here.value);
            } else {
                upper += here.value >> 16u;
                lower += u32(here.value & 0xffff);
            }
        }
        for (var axis = 0; axis < 3; axis++) {
            at[axis] = add(at[axis], picture.along[axis].zw);
        }
    }
    if count == 0 {
        return vec4<f32>(0.0, 0.0, 0.0, 1.0);
    }
    var sample: i32;
    if projection == 2 {
        let rest = lower + u32(count) * 32768u;
        sample = floor_div(upper + i32(rest >> 16u), count);
    } else {
        sample = (extreme + 32768) >> 16u;
    }
    let bits = u32(sample) & 0xffffu;
    let grey = textureLoad(greys, vec2<u32>(bits & 0xffu, bits >> 8u), 0).x;
    return vec4<f32>(vec3<f32>(light(f32(grey) / 255.0)), 1.0);
}
