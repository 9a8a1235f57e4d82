using Bench.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bench.Tests.Data;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Defaults_need_no_configuration()
    {
        var options = Bind([]);

        options.DataDirectory.ShouldBe("./data");
        options.DatasetsPath.ShouldBe(Path.GetFullPath("./data/datasets"));
        options.EmbeddedWorker.ShouldBeTrue();
        options.MaxModelBytes.ShouldBe(4L * 1024 * 1024 * 1024);
        options.LeaseDuration.ShouldBe(TimeSpan.FromSeconds(30));
        options.SweepInterval.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void The_datasets_may_stand_outside_the_data_directory()
    {
        Bind([("Bench:DataDirectory", "/srv/bench"), ("Bench:DatasetsRoot", "/mnt/imagenet")]).DatasetsPath.ShouldBe("/mnt/imagenet");
    }

    [Theory]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/a/prefix")]
    [InlineData("/mnt/blobs")]
    [InlineData("./blobs")]
    [InlineData(@"C:\blobs")]
    [InlineData("")]
    public void Blobs_are_in_a_folder_or_in_a_bucket(string place) => Bind([("Bench:Blobs", place)]).Blobs.ShouldBe(place);

    [Theory]
    [InlineData(
        "Bench:DataDirectory",
        "",
        "DataAnnotation validation failed for 'BenchOptions' members: 'DataDirectory' with the error: 'The DataDirectory "
            + "field is required.'."
    )]
    [InlineData(
        "Bench:MaxModelBytes",
        "0",
        "DataAnnotation validation failed for 'BenchOptions' members: 'MaxModelBytes' with the error: 'The field "
            + "MaxModelBytes must be between 1 and 9.223372036854776E+18.'."
    )]
    [InlineData(
        "Bench:LeaseDuration",
        "00:00:00.5",
        "DataAnnotation validation failed for 'BenchOptions' members: 'LeaseDuration' with the error: 'The field "
            + "LeaseDuration must be between 00:00:01 and 01:00:00.'."
    )]
    [InlineData(
        "Bench:SweepInterval",
        "02:00:00",
        "DataAnnotation validation failed for 'BenchOptions' members: 'SweepInterval' with the error: 'The field "
            + "SweepInterval must be between 00:00:00.1000000 and 01:00:00.'."
    )]
    [InlineData(
        "Bench:Blobs",
        "s3:/bucket",
        "DataAnnotation validation failed for 'BenchOptions' members: 'Blobs' with the error: 'Bench:Blobs is a folder, or "
            + "s3://BUCKET/PREFIX: another address would be taken for the name of a folder.'."
    )]
    public void What_cannot_work_is_refused_by_name(string key, string value, string error)
    {
        Should.Throw<OptionsValidationException>(() => Bind([(key, value)])).Message.ShouldBe(error);
    }

    static BenchOptions Bind((string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddBenchData(configuration)
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<BenchOptions>>().Value;
    }
}
