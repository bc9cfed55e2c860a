//! What the hands ask of the viewer: tools and actions, by whatever key or button. Nothing is done here.

/// What the left button does on an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tool {
    /// Dragging changes the window: sideways its width, up and down its centre.
    #[default]
    Window,
    /// Dragging moves the picture.
    Pan,
    /// Dragging magnifies the picture.
    Zoom,
    /// Dragging runs through the slices.
    Scroll,
    /// A click brings the place into view in every linked viewport.
    Crosshair,
    /// A click sets a point mark, dragging a box; dragging an own mark moves it.
    Mark,
    /// Dragging measures a length.
    Length,
    /// Two lengths at right angles: the longest diameter and the one across it.
    Bidirectional,
    /// Three clicks, or two drags, measure an angle; two separate lines its Cobb form.
    Angle,
    /// Dragging draws an ellipse and its statistics.
    Ellipse,
    /// Dragging draws a rectangle and its statistics.
    Rectangle,
    /// Drawing by hand: a closed line and its statistics.
    Freehand,
    /// A click reads the value at a point.
    Value,
    /// An arrow with a text.
    Arrow,
    /// Holding shows the place under the pointer magnified.
    Magnifier,
}

/// What a key, a button or a menu asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Take a tool in hand.
    Tool(Tool),
    /// The window preset of this number, from 1, of those that suit the series.
    Preset(u8),
    /// The window preset of this id, whatever the series.
    NamedPreset(&'static str),
    /// A window over all values of the series.
    FullRange,
    /// The file's own windows and VOI LUTs, one after the other.
    FileVoi,
    /// Swap black and white.
    Invert,
    /// Mirror left and right of the screen.
    FlipHorizontal,
    /// Mirror top and bottom of the screen.
    FlipVertical,
    /// Turn by quarter turns, clockwise.
    Rotate(i8),
    /// Step through the slices of the active viewport, in reading order.
    Step(i32),
    /// The first slice in reading order.
    FirstSlice,
    /// The last slice in reading order.
    LastSlice,
    /// Another series into the active viewport.
    Series(i8),
    /// Another stage of the hanging protocol.
    Stage(i8),
    /// Another viewport becomes the active one.
    Viewport(i8),
    /// The active viewport alone, or all of them.
    Single,
    /// A thicker slab, or a thinner one.
    Slab(i8),
    /// No slab, maximum, minimum, average.
    SlabMode,
    /// Play the slices or frames, or stop.
    Cine,
    /// Keep this image as a key image, or take it back.
    KeyImage,
    /// Scroll linked viewports together, or not.
    LinkScroll,
    /// Windows and magnification of linked viewports together, or not.
    LinkWindowAndZoom,
    /// Lines of other viewports' planes on or off.
    ReferenceLines,
    /// Text in the corners: none, the least, all.
    CornerText,
    /// Fit, one pixel to one, true size.
    DisplayArea,
    /// The next region grid that suits the image, or none.
    RegionGrid,
    /// Bitmaps that the file lays over the image, on or off.
    FileOverlays,
    /// AI marks on or off.
    Overlay,
    /// AI probability maps on or off.
    HeatMap,
    /// The next AI finding, or with -1 the one before.
    Finding(i8),
    /// Take the selected mark or measurement away.
    Delete,
    /// Take the last change back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Leave what has been begun; if nothing has, the view as it was opened.
    Cancel,
    /// The list of keys.
    KeySheet,
    /// The sheets of the AI services.
    Services,
    /// The check of the display.
    DisplayCheck,
    /// A crosshair that keys move and press, on the active viewport, or none.
    KeyPointer,
}
