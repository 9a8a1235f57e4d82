using System.Diagnostics;
using System.Globalization;

namespace Bench.Tests.Fixtures;

/// <summary>A folder that is a small file system of its own, in memory, and can really be full or read-only.</summary>
public sealed class SmallDisk(int bytes) : IDisposable
{
    readonly TempFolder _folder = new();
    bool _isMounted;

    public string Path => _folder.Path;

    public string this[string relative] => _folder[relative];

    /// <summary>Skips the calling test where this machine lets it mount nothing.</summary>
    public void Mount()
    {
        var size = $"size={bytes.ToString(CultureInfo.InvariantCulture)}";
        _isMounted = Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", Path) == 0;
        Assert.SkipUnless(_isMounted, "no file system of a test's own can be mounted here");
    }

    /// <summary>Until not a byte fits any more, or <paramref name="left"/> do.</summary>
    public void Fill(int left = 0)
    {
        using (var file = File.Create(this["filling"], 0, FileOptions.WriteThrough))
            try
            {
                for (var block = new byte[4096]; ; )
                    file.Write(block);
            }
            catch (IOException)
            {
                // Full.
            }
        using var shorter = File.OpenWrite(this["filling"]);
        shorter.SetLength(shorter.Length - left);
    }

    /// <summary>Makes room again.</summary>
    public void Empty() => File.Delete(this["filling"]);

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path).ShouldBe(0);

    public void Dispose()
    {
        if (_isMounted)
            Run("umount", "-l", Path);
        _folder.Dispose();
    }

    static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
