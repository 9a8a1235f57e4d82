namespace Bench.Service.Hosting;

/// <summary>Files of settings and pages are read, and not watched.</summary>
public static class FileWatching
{
    /// <summary>To be called before the host is made.</summary>
    /// <remarks>Linux gives a user 128 watchers (inotify instances) for all processes together. One that gets none would not start, or
    /// would answer pages with 500.</remarks>
    public static void Avoid()
    {
        Default("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Default("DOTNET_USE_POLLING_FILE_WATCHER", "true");
    }

    static void Default(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, value);
    }
}
