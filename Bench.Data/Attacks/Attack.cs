using Bench.Data.Inquiries;

namespace Bench.Data.Attacks;

/// <summary>One attack on one model over images of one dataset. It is done slice by slice: the work item of each
/// names the blob of its images.</summary>
public sealed class Attack : Inquiry;
