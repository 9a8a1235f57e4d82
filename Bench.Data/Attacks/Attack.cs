using Bench.Data.Inquiries;

namespace Bench.Data.Attacks;

/// <summary>One attack on one model over images of one dataset. It is done slice by slice; the blob holds the images
/// that are done so far.</summary>
public sealed class Attack : Inquiry;
