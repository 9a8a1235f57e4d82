using System.Runtime.InteropServices;

namespace Bench.Workers.Inference.Child;

/// <summary>NVIDIA's driver, asked without any of the CUDA runtime.</summary>
internal static unsafe class CudaDriver
{
    const string Library = "libcuda.so.1";

    /// <summary>GPUs that CUDA shows to this process (MIG slices and <c>CUDA_VISIBLE_DEVICES</c> count as there); null
    /// without a driver.</summary>
    public static int? CountDevices()
    {
        if (!NativeLibrary.TryLoad(Library, out var driver))
            return null;
        var initialise = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(driver, "cuInit");
        var count = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(driver, "cuDeviceGetCount");
        int devices;
        // An error of the driver (no device, a version that does not fit the kernel's) means that none can be used.
        return initialise(0) == 0 && count(&devices) == 0 ? devices : 0;
    }
}
