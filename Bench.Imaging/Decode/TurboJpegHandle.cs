using Microsoft.Win32.SafeHandles;

namespace Bench.Imaging.Decode;

/// <summary>A decompressor of libturbojpeg; for one thread at a time.</summary>
sealed class TurboJpegHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
}
