using System.Text;
using Bench.Service.Datasets.Boxes;
using Bench.Service.Datasets.Manifests;
using Bench.Service.Labels;
using Bench.Service.Refusals;

namespace Bench.Tests.Cases;

/// <summary>Is-a files, error rules and boxes as other programs write them.</summary>
public sealed class ClassFileDialectTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Theory]
    [InlineData("parent,child\nroot,ant\nroot,bee\n", false)]
    [InlineData("root\tant\r\nroot\tbee\r\n", false)]
    [InlineData("\"root\";\"ant\"\n\"root\";\"bee\"\n", false)]
    [InlineData("root ant\nroot bee\n", true)]
    public void An_is_a_file_is_read_by_any_separator_and_encoding(string text, bool utf16)
    {
        var path = _folder.Write("isa.txt", utf16 ? Encoding.Unicode.GetBytes(text) : Encoding.UTF8.GetBytes(text));

        var read = HierarchyText.Read(path, "isa.txt");

        read.Edges.Select(edge => $"{edge.Parent} {edge.Child}").ShouldBe(["root ant", "root bee"]);
        read.RequireFit(["ant", "bee"]);
    }

    [Theory]
    [InlineData("""{"superclasses": {"dog": []}}""", "'dog' is empty")]
    [InlineData("""{"collapsed": {"n1": ["n1"]}}""", "'n1' is collapsed into itself")]
    [InlineData("""{"superclasses": {"dog": ["n1", "n1"]}}""", "'dog' has 'n1' twice")]
    public void Error_rules_that_nobody_can_mean_are_refused(string text, string words)
    {
        var rules = ErrorRulesFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "rules.json");

        Should.Throw<FormatException>(rules.RequireSense).Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("File_Name;X0;Y0;X1;Y1\na.jpg;1;2;3,5;4\n")]
    [InlineData("filename\tleft\ttop\tright\tbottom\na.jpg\t1\t2\t3.5\t4\n")]
    [InlineData("\uFEFFfile_name,x,y,width,height\r\na.jpg,1,2,2.5,2\r\n")]
    [InlineData("x1,y1,x2,y2,image\n1,2,3.5,4,a.jpg\n")]
    public void Boxes_are_read_by_the_names_of_their_columns(string text) =>
        Boxes(Encoding.UTF8.GetBytes(text)).ShouldBe([new ImageBox(1, 2, 3.5, 4)]);

    [Fact]
    public void Boxes_in_another_encoding_are_read() =>
        Boxes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("file_name,x0,y0,x1,y1\na.jpg,1,2,3.5,4\n")])
            .ShouldBe([new ImageBox(1, 2, 3.5, 4)]);

    [Theory]
    [InlineData("a.jpg,0.1,0.2,0.6,0.7\n", "as fractions of a picture do")]
    [InlineData("a.jpg,-9,-9,-1,-1\n", "reaches out of its picture, which begins at 0, 0")]
    [InlineData("a.jpg,30,40,20,10\n", "file_name,x,y,width,height")]
    [InlineData("file_name,xmin,ymin,xmax,ymax\na.jpg,1,2,3,4\n", "x0 is xmin − 1")]
    [InlineData("file_name,left,right,depth,class\na.jpg,1,2,3,4\n", "it must be file_name,x0,y0,x1,y1 or file_name,x,y,width,height")]
    public void Boxes_that_can_be_no_pixels_are_refused(string text, string words) =>
        Should.Throw<RefusalException>(() => BoxFile.RequirePixels(Read(Encoding.UTF8.GetBytes(text)))).Message.ShouldContain(words);

    static IReadOnlyList<ImageBox> Boxes(byte[] content) => Read(content)[0];

    static IReadOnlyDictionary<int, IReadOnlyList<ImageBox>> Read(byte[] content) =>
        BoxFile.Read(new MemoryStream(content), new ImageIndex([new ManifestImage("a.jpg", 0, default, [0], FacetSet.None)]));

    public void Dispose() => _folder.Dispose();
}
