namespace Bench.Data;

/// <summary>Tells a file that another process holds from every other fault of opening it.</summary>
public static class FileInUse
{
    const int LinuxWouldBlock = 11,
        MacWouldBlock = 35,
        WindowsSharingViolation = unchecked((int)0x80070020);

    public static bool Is(IOException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation;
    }
}
